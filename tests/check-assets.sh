#!/bin/bash
# The browser's files in a real browser: accessibility, content policy, what the scripts promise (assets/look/check.mjs).
set -euo pipefail
cd "$(dirname "$0")/.."
exec node assets/look/check.mjs
