/**
 * The image of our nodes, which holds a node's network, too: Node, a shell, nft and tc for faults, libfaketime, and the
 * compiled programs. On a base that has the tools already nothing is downloaded.
 */

/** Where things are in it. */
export const IN_IMAGE = {
  app: '/opt/harness/app',
  faketime: '/opt/harness/libfaketime.so',
} as const;

export const dockerfile = `ARG BASE_IMAGE
FROM \${BASE_IMAGE}
RUN if command -v nft >/dev/null && ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1; then true; else \\
      apt-get update -qq && apt-get install -y -qq --no-install-recommends nftables iproute2 libfaketime && rm -rf /var/lib/apt/lists/*; \\
    fi && mkdir -p ${IN_IMAGE.app} && cp /usr/lib/*/faketime/libfaketimeMT.so.1 ${IN_IMAGE.faketime}
COPY app ${IN_IMAGE.app}
`;
