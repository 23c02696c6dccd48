#!/bin/sh
# Gets the browser that tests/report/test_browser.py looks at pages with, where that can be done:
# as root on Debian and its kin. Elsewhere those tests are skipped, and say why.
set -u
command -v chromium >/dev/null 2>&1 && exit 0
command -v chromium-browser >/dev/null 2>&1 && exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || exit 0
echo "Installing Chromium for the tests of the page." >&2
export DEBIAN_FRONTEND=noninteractive
{ timeout 120 apt-get update -qq && timeout 300 apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 ||
  echo "Chromium could not be installed: the tests in a browser will be skipped." >&2
exit 0
