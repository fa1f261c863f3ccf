#!/bin/sh
# Finds a Python that is new enough and lets it make .venv ready: tools/bootstrap.sh run|dev
cd "$(dirname "$0")/.." || exit 1
for python in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$python" -m tools.bootstrap "$@"
    fi
done
echo "Python 3.11 or newer is missing. As root, type: apt-get install python3" >&2
exit 1
