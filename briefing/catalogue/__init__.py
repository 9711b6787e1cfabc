"""The catalogue: a static site of an archive, read from a folder or a file share without anything but a browser."""
