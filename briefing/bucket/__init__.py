"""A bucket of an object store, as far as an archive needs one: whole objects under keys, and conditions on writing.

`port` says what is asked of it, `address` how one is named, `s3` answers for stores that speak S3; it alone knows the
library that talks to them.
"""
