"""What this program calls of the libraries that set the type and WeasyPrint does not declare, in the words of C.

Stated here alone: `make declarations` makes it ready together with what WeasyPrint declares.
"""

VERSIONS = "const char *hb_version_string(void); int FcGetVersion(void);"
"""Each library tells its version by a function of its own; WeasyPrint declares none of them but Pango's."""
ADDED = (VERSIONS,)
