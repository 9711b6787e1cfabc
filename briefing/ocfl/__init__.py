"""OCFL 1.1: a storage root of objects with immutable versions, written so that no crash leaves half a version.

It knows nothing of briefs. `root` is what others use; `storage` is what a root asks of the place where it lies,
`posix` the answer of a file system. OCFL is the Oxford Common File Layout, https://ocfl.io/1.1/spec/.
"""
