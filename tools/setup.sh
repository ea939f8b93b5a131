# Functions that ./run and ./test share: what they install, and how they fail.
#
# Sourced by bash in the project's folder, with $program set to the name for messages. Each function either leaves the
# thing in order or ends the program with one clear sentence and exit code 1. What is in order already costs
# milliseconds, so that a second start is quick.
# shellcheck shell=bash

# die SENTENCE: ends the program.
die() {
	printf '%s: %s\n' "${program:-setup}" "$1" >&2
	exit 1
}

# quietly LOG COMMAND...: runs it with its output in LOG; returns its code.
quietly() {
	local log=$1
	shift
	"$@" >"$log" 2>&1 </dev/null
}

# last_error LOG: the last line of LOG that says what went wrong, for the sentence of die.
last_error() {
	grep -iE '^(E:|npm (err!|error)|.*error)' "$1" | grep -viE 'log of this run|\.log$' | tail -n 1 | cut -c1-200
}

# need_machine FOLDER: /proc is mounted and FOLDER can be written to (it is made).
need_machine() {
	[ -r /proc/self/status ] || die "there is no /proc here, and npm and Chromium break without it: mount -t proc proc /proc"
	if ! mkdir -p "$1" 2>/dev/null || ! touch "$1/.writable" 2>/dev/null; then
		die "the folder $1 cannot be written to"
	fi
	rm -f "$1/.writable"
}

# need_port ADDR:PORT: nobody listens there.
need_port() {
	local host=${1%:*} port=${1##*:}
	case $port in '' | *[!0-9]*) die "\"$1\" is not ADDR:PORT" ;; esac
	[ "$host" != 0.0.0.0 ] || host=127.0.0.1
	[ "$host" != "[::]" ] || host=::1
	host=${host#[}
	host=${host%]}
	if (: <>"/dev/tcp/$host/$port") 2>/dev/null; then
		die "port $port of ${1%:*} is in use: end the other program or take another one with --listen ADDR:PORT"
	fi
}

# missing_packages LIST...: the packages of the lists that are neither installed nor stood in for by a command.
missing_packages() {
	local package command wanted=() installed
	while read -r package command; do
		case $package in '' | '#'*) continue ;; esac
		if [ -z "$command" ] || ! command -v "$command" >/dev/null; then wanted+=("$package"); fi
	done < <(cat "$@")
	[ ${#wanted[@]} -gt 0 ] || return 0
	# Code 1 says that one of them is unknown, thus missing.
	installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null) || [ $? = 1 ]
	for package in "${wanted[@]}"; do
		case $'\n'$installed$'\n' in *$'\n'"installed $package"$'\n'*) ;; *) echo "$package" ;; esac
	done
}

# need_packages LOG LIST...: installs what is missing of the Debian packages in the lists.
need_packages() {
	local log=$1 missing as_root=()
	shift
	command -v dpkg-query >/dev/null || die "this is not Debian: install what packages/*.txt names by hand"
	mapfile -t missing < <(missing_packages "$@")
	[ ${#missing[@]} -gt 0 ] || return 0
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || die "these Debian packages are missing, and only root can install them: ${missing[*]}"
		as_root=(sudo)
	fi
	echo "$program: installing ${#missing[@]} packages from Debian (log: $log)"
	quietly "$log" "${as_root[@]}" apt-get update || die "Debian's package lists cannot be fetched, is there a network? ($(last_error "$log"))"
	# shellcheck disable=SC2016 # the inner shell expands it
	quietly "$log" "${as_root[@]}" sh -c '
		export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
		# ./test starts a PostgreSQL of its own: none is to be made and started for the whole machine.
		conf=/etc/postgresql-common/createcluster.d
		if ! [ -e /usr/bin/pg_createcluster ]; then
			mkdir -p $conf
			echo "create_main_cluster = false" >$conf/talkoot.conf
			trap "rm -f $conf/talkoot.conf" EXIT
		fi
		apt-get install -y --no-install-recommends "$@"' sh "${missing[@]}" ||
		die "Debian packages cannot be installed, is there a network? ($(last_error "$log"))"
}

# need_npm LOG: node_modules/ is what package-lock.json says, for this machine's Node.
# It is made in a temporary folder and takes its place when complete; the stamp is written last.
need_npm() {
	local log=$1 fresh stamp
	stamp=$(cat package.json package-lock.json | sha256sum | cut -c1-32)-$(node -p 'process.arch + process.versions.modules') ||
		die "node does not run"
	if [ -f node_modules/.stamp ] && [ "$(cat node_modules/.stamp)" = "$stamp" ]; then return 0; fi
	echo "$program: installing the npm packages (log: $log)"
	fresh=$(mktemp -d ./.npm-XXXXXX)
	cp package.json package-lock.json .npmrc "$fresh/"
	if ! (cd "$fresh" && quietly "../$log" npm ci --no-progress); then
		rm -rf "$fresh"
		die "the npm packages cannot be installed, is there a network? ($(last_error "$log"))"
	fi
	echo "$stamp" >"$fresh/node_modules/.stamp"
	rm -rf node_modules
	mv "$fresh/node_modules" node_modules
	rm -rf "$fresh"
}

# need_assets LOG: assets/dist/ is newer than what it is made of.
need_assets() {
	local log=$1
	[ -f assets/build.mjs ] || return 0
	if [ -f assets/dist/manifest.txt ] &&
		[ -z "$(find assets package-lock.json -path assets/dist -prune -o -path assets -o -newer assets/dist/manifest.txt -print -quit)" ]; then
		return 0
	fi
	if ! quietly "$log" node assets/build.mjs; then
		cat "$log" >&2
		die "the browser's files cannot be made (assets/build.mjs)"
	fi
}

# build FOLDER CMAKE_OPTION...: configures anew when the options are others than before, and builds; shows the output only
# when it fails.
build() {
	local folder=$1 log=$1/build.log
	shift
	if ! [ -f "$folder/build.ninja" ] || ! [ -f "$folder/options" ] || [ "$(cat "$folder/options")" != "$*" ]; then
		if ! quietly "$log" cmake --fresh -S . -B "$folder" -G Ninja "$@"; then
			cat "$log" >&2
			die "cmake cannot configure $folder"
		fi
		echo "$*" >"$folder/options"
	fi
	if ! quietly "$log" cmake --build "$folder"; then
		grep -vE '^\[[0-9]+/[0-9]+\] ' "$log" | head -n 200 >&2
		die "talkoot does not compile (all of it: $log)"
	fi
}
