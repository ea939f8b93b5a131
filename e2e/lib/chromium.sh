#!/bin/bash
# Starts Debian's Chromium as the user "nobody" when we are root: a browser is not to run as root, and then it has a sandbox.
# The folder for its profile, which playwright made, becomes nobody's. playwright talks to it by inherited pipes.
set -euo pipefail
browser=/usr/bin/chromium
if [ "$(id -u)" != 0 ]; then
	exec "$browser" "$@"
fi
for argument in "$@"; do
	case $argument in
	--user-data-dir=*)
		profile=${argument#--user-data-dir=}
		chown -R nobody:nogroup "$profile"
		export HOME=$profile XDG_CONFIG_HOME=$profile XDG_CACHE_HOME=$profile
		;;
	esac
done
cd /
exec setpriv --reuid=nobody --regid=nogroup --clear-groups "$browser" "$@"
