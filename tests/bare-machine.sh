#!/bin/bash
# Shows that a clean clone works on a bare Debian: makes one in a temporary folder (debootstrap), puts a clone of this
# project's last commit in and runs "./run --build-only" and "./test" there. Root is needed, and a quarter of an hour or
# more; not part of ./test.
#
#   tests/bare-machine.sh [--release bookworm] [--keep]
#
# The new machine gets from this one what it needs to reach packages: apt's sources, keys and settings, the certificates
# that are trusted here, the names of proxies in the environment, and npm's registry.
# --keep leaves the folder (without its mounts) to look at.
set -euo pipefail
cd "$(dirname "$0")/.."
program=bare-machine
# shellcheck source=tools/setup.sh
. tools/setup.sh

release=bookworm keep=no
while [ $# -gt 0 ]; do
	case $1 in
	--release) release=$2 && shift 2 ;;
	--keep) keep=yes && shift ;;
	*) die "unknown option \"$1\": tests/bare-machine.sh [--release NAME] [--keep]" ;;
	esac
done
[ "$(id -u)" = 0 ] || die "only root can make a machine"
command -v debootstrap >/dev/null || die "debootstrap is not installed: apt-get install debootstrap"

root=$(mktemp -d /var/tmp/talkoot-bare-XXXXXX)
mounted=() # in order
put() {
	mkdir -p "$root/$2"
	mount "${@:3}" "$1" "$root/$2"
	mounted=("$root/$2" "${mounted[@]}")
}
# shellcheck disable=SC2317 # called by the traps
clean() {
	local code=$? folder process
	set +e
	trap '' INT TERM HUP
	# What still runs in there would hold the mounts.
	for process in /proc/[0-9]*; do
		if [ "$(readlink "$process/root")" = "$root" ]; then kill -KILL "${process#/proc/}"; fi
	done
	for folder in "${mounted[@]}"; do
		umount "$folder" || umount -l "$folder"
	done
	if grep -q " $root/" /proc/mounts; then
		echo "$program: something is still mounted below $root" >&2
	elif [ "$keep" = no ]; then
		rm -rf --one-file-system "$root"
	else
		echo "$program: kept $root"
	fi
	exit "$code"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

echo "$program: making a bare Debian ($release) in $root"
mirror=$(find /etc/apt -maxdepth 2 \( -name '*.list' -o -name '*.sources' \) -exec cat {} + |
	awk -v release="$release" '
	$1 == "deb" { for (i = 2; i < NF; i++) if ($i ~ /^https?:/ && $(i + 1) == release) print $i }
	$1 == "URIs:" { uri = $2 }
	$1 == "Suites:" { for (i = 2; i <= NF; i++) if ($i == release) print uri }' | sed -n 1p)
if ! debootstrap --variant=minbase --include=ca-certificates "$release" "$root" ${mirror:+"$mirror"} >"$root.log" 2>&1; then
	tail -n 20 "$root.log" >&2
	die "debootstrap failed (log: $root.log)"
fi
rm -f "$root.log"

# Its way to packages is ours.
rm -rf "$root/etc/apt/sources.list"
for file in sources.list sources.list.d apt.conf.d auth.conf.d trusted.gpg.d keyrings preferences.d; do
	[ ! -e "/etc/apt/$file" ] || cp -a "/etc/apt/$file" "$root/etc/apt/"
done
rm -f "$root"/etc/apt/sources.list.d/*node* # Node is to be Debian's
[ ! -d /usr/share/keyrings ] || cp -an /usr/share/keyrings "$root/usr/share/"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
if [ -d /usr/local/share/ca-certificates ]; then
	mkdir -p "$root/usr/local/share/ca-certificates"
	cp -a /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
fi

# debootstrap made the devices themselves; nothing of this machine's /dev is bound in, so nothing of it can be unmounted.
put proc proc -t proc
put shm dev/shm -t tmpfs -o mode=1777

# Only these words of our environment go in.
environment=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb)
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
	[ -z "${!name-}" ] || environment+=("$name=${!name}")
done
environment+=(NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt)
if command -v npm >/dev/null; then
	environment+=("npm_config_registry=$(npm config get registry 2>/dev/null)")
fi
inside() {
	chroot "$root" /usr/bin/env -i "${environment[@]}" "$@"
}

git clone -q --no-hardlinks . "$root/root/talkoot"
git -C "$root/root/talkoot" log -1 --format="$program: clone of %h %s"

failed=0
step() {
	local name=$1 began=$SECONDS
	shift
	if inside sh -c 'cd /root/talkoot && exec "$@"' sh "$@"; then
		echo "$program: $name passed in $((SECONDS - began)) s"
	else
		echo "$program: $name FAILED after $((SECONDS - began)) s"
		failed=1
	fi
}
step './run --build-only' ./run --build-only
step './run --build-only again' ./run --build-only
step './test' ./test
exit $failed
