#!/usr/bin/env bash
# Shows that an image is made of its commit and its base alone: builds it in two fresh checkouts, and compares the contents.
# Arguments are those of Maven, as in -Dimage.base=NAME@sha256:... or -Dimage.base=tar:///tmp/base.tar. See docs/operate/install.md.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
commit=$(git -C "$home" rev-parse --verify HEAD)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The configuration of the image lists its layers, and has no time in it.
configuration() {
    tar -xOf "$work/$1/api/target/touchline-image.tar" config.json
}

[ -z "$(git -C "$home" status --porcelain --untracked-files=no)" ] ||
    echo "image-digest.sh: changes that are not committed are not in the image" >&2
for checkout in one another-path; do
    git clone --quiet --no-checkout "$home" "$work/$checkout"
    git -C "$work/$checkout" checkout --quiet --detach "$commit"
    (cd "$work/$checkout" && mvn --batch-mode --no-transfer-progress --quiet -Pimage -DskipTests -pl api -am package "$@")
done
if ! cmp --silent <(configuration one) <(configuration another-path); then
    echo "image-digest.sh: two builds of $commit differ:" >&2
    diff <(configuration one | tr ',' '\n') <(configuration another-path | tr ',' '\n') >&2 || true
    exit 1
fi
echo "$commit $(configuration one | sha256sum | cut -d ' ' -f 1)"
