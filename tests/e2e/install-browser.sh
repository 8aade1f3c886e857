#!/bin/sh
# Chromium and Chinese fonts for the browser tests: Debian's own, and only where they are missing and may be installed.
# Everywhere else the tests say that they were skipped; nothing fails here.
set -eu

browser=""
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        browser=$name
        break
    fi
done
fonts=$(find /usr/share/fonts -name 'Noto*CJK*' 2>/dev/null | head -n 1 || true)

if [ -n "$browser" ] && [ -n "$fonts" ]; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    echo "browser tests need chromium and fonts-noto-cjk; not root on Debian, so install them yourself or skip these tests" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -qq --yes --no-install-recommends chromium fonts-noto-cjk; } >&2 ||
    echo "chromium could not be installed; the browser tests will be skipped" >&2
