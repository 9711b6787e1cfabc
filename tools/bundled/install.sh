#!/bin/sh
# Install this bundle for whoever runs it: sh install.sh [DIR]. Without DIR, into ~/briefing.
# Neither a network nor an administrator is needed; what is done stands in install.py.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

for python in "${PYTHON:-}" python@PYTHON@ python3 python; do
    [ -n "$python" ] || continue
    if [ "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = @PYTHON@ ]; then
        exec "$python" "$here/install.py" "$@"
    fi
done
echo "This bundle is for Python @PYTHON@, which is not here. python3 is: $(python3 -V 2>&1 || true)." >&2
echo "Ask for the bundle that was made with yours, or name a Python: PYTHON=/path/to/python sh install.sh" >&2
exit 1
