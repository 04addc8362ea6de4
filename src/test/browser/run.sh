#!/usr/bin/env bash
# Runs the browser tests against a build: run.sh [NAME…]   (needs target/classes, target/test-classes, target/lib; Chromium; PLAYWRIGHT_DIR)
set -euo pipefail
cd "$(dirname "$0")/../../.."
failed=0
for test in ${@:-tab annotate panels looks}; do
  echo "$test"
  node "src/test/browser/$test.mjs" || failed=1
done
exit $failed
