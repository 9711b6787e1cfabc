"""What the archive says of itself to whoever opens its folder, with no program but those that every system has."""

README_FILE = "README.txt"
EARLIER = frozenset(
    {
        (
            "78902cd623a90ba3b7a933c8d91745d828af66ed790ca68eb9108285c93f7ab5"
            "0729be41d41283d150773344c188a6f40578f9545f62d708b8faadd91f72042b"
        ),
        (
            "79e44d724e11e2f352aa9fb3ec70fac77aa9329978cc11295d0d2984f57c5421"
            "37b96da80f57a7688e478918da5155cf3df1e23163d9f1dd569b1c37bff1cff2"
        ),
    }
)
"""The SHA-512 of what stood there in archives of earlier days: they keep it."""

README = """\
THIS FOLDER IS AN ARCHIVE OF POLICY BRIEFS

Every edition of a brief that was sent out is kept here whole: the PDFs as each audience got them, what they were made
from, and how. It is a storage root of the Oxford Common File Layout, version 1.1 (https://ocfl.io/1.1/spec/): plain
folders and files. No program of ours is needed to read it or to check it.


WHAT IS WHERE

  NAME/                    a brief: one OCFL object
  NAME/inventory.json      which files each version holds, and their digests (SHA-512)
  NAME/v1/content/ ...     the files that came with version 1; v2 holds only what was new, and so on
  NAME.withdrawals/        which editions were withdrawn, when, and why
  NAME.copies/             who was given which edition, when
  NAME.holds/              why the brief may not be disposed of
  NAME.disposal/           that the brief was disposed of, under which order; its own folders are gone then
  log.jsonl                a line for everything that was ever filed here, in order; it only grows
  checkpoint               how many lines count, and the root of the hash tree over them, signed
  log.pub                  the public keys that signed
  log-001.timestamps/      that the log was there at a moment, as a time-stamping authority signed it (RFC 3161)
  archive.json             the name of this archive

Within a version:

  edition.json             number, day, title, audiences, codes, files: names as in the Dublin Core
  pdf/                     the PDFs (PDF/A-3a)
  said/AUDIENCE.json       what each audience was told, as text for machines
  desk/                    brief.yaml, the articles as received, the house style, the layouts
  provenance.json          the versions of every program, and digests of fonts (in-toto, SLSA v1)
  pylock.toml              the Python packages that were installed


HOW TO CHECK A BRIEF WITH STANDARD TOOLS

The commands here are for bash, with coreutils, jq and OpenSSL 3. In the folder of the brief:

  sha512sum -c inventory.json.sha512
  jq -r '.manifest | to_entries[] | .key as $k | .value[] | "\\($k)  \\(.)"' inventory.json | sha512sum -c

The first says that the list of digests is as it was written, the second that every file is.
To find the files of version 1 by the names that they had:

  jq -r '.manifest as $m | .versions.v1.state | to_entries[]
         | .key as $k | .value[] | "\\($m[$k][0])  \\(.)"' inventory.json


HOW TO CHECK THE LOG

In this folder. A line of the log holds the digest of the inventory.json of a version. Those of one brief:

  sha512sum NAME/v1/inventory.json
  grep '"object":"NAME"' log.jsonl

Of all that was not disposed of, is every version the one that was logged?

  jq -cn '[inputs|select(.object)]|map(select(.kind=="disposal").object|rtrimstr(".disposal")) as $gone
    |.[]|(.object|rtrimstr(".copies")|rtrimstr(".withdrawals")) as $brief|select($gone|index($brief)|not)' log.jsonl |
    jq -r '"\\(.inventory)  \\(.object)/\\(.version)/inventory.json"' | sha512sum -c

Is there a version that was never logged? This prints nothing where there is none:

  jq -r 'select(.object)|"\\(.object)/\\(.version)"' log.jsonl | sort -u |
    comm -13 - <(ls -d */v[0-9]* | sort) | (! grep .)

The tree over the lines is that of RFC 6962 (SHA-256): a leaf is the hash of a zero byte and the line without its end,
a node that of a byte of one and the two below it. A copy for others has a leaf's hash in the place of a line that was
none of theirs. Is the root the one in the checkpoint? This prints nothing if it is:

  bytes() { tr a-f A-F | basenc --base16 -d; }
  root() {
    if [ "$2" -eq 1 ]; then
      sed -n "$1p" log.jsonl | grep -oP '^{"leaf":"\\K[0-9a-f]{64}(?="}$)' ||
        (printf '\\000'; sed -n "$1p" log.jsonl | tr -d '\\n') | sha256sum | cut -d' ' -f1
    else
      local half=1
      while [ $((half * 2)) -lt "$2" ]; do half=$((half * 2)); done
      printf '01%s%s' "$(root "$1" "$half")" "$(root $(($1 + half)) $(($2 - half)))" |
        bytes | sha256sum | cut -d' ' -f1
    fi
  }
  root 1 "$(sed -n 2p checkpoint)" | bytes | base64 | diff - <(sed -n 3p checkpoint)

The checkpoint is a signed note (https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint), the key is Ed25519.
In a folder of your own, with the path of this one in the place of ARCHIVE:

  sed '/^$/,$d' ARCHIVE/checkpoint > text
  grep '^\u2014 ' ARCHIVE/checkpoint | sed -n 1p | cut -d' ' -f3 | base64 -d > signed
  tail -c +5 signed > signature
  id=$(head -c 4 signed | od -An -tx1 | tr -d ' \\n')
  (printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'
   grep "+$id+" ARCHIVE/log.pub | cut -d+ -f3- | base64 -d | tail -c +2) | openssl pkey -pubin -inform DER -out key.pem
  openssl pkeyutl -verify -rawin -pubin -inkey key.pem -in text -sigfile signature

That is: the first four bytes of the signature are the id of the key that made it, which finds the key in log.pub;
twelve bytes in front of the key make of it what OpenSSL reads. Whether it is the key of those who kept the archive,
they can tell, or a paper of theirs, by its fingerprint:

  openssl pkey -pubin -in key.pem -outform DER | tail -c 32 | sha256sum | cut -c 1-32


WHICH EDITION IS THIS PAPER, OR THIS FILE?

Every page has a code of twelve symbols, such as K7QM-4T9X-9HWR. It leads to an edition.json, which says the rest; so
does the digest of a PDF (sha512sum). In this folder, with the one or the other in the place of WHAT:

  grep -rl --include=edition.json --include=record.json WHAT .


SINCE WHEN IT WAS THERE

Where there is a folder log-001.timestamps, each of its versions is a stamp over stamped.txt: a checkpoint,
and the digests of the stamp before. The moment, and whether the signature is true (the moment goes behind -attime, in
seconds: the certificates need not be valid any more today):

  stamp=ARCHIVE/log-001.timestamps/v1/content
  at=$(openssl ts -reply -in "$stamp/stamp.tsr" -text 2>/dev/null | sed -n 's/^Time stamp: //p')
  echo "$at"
  openssl ts -verify -data "$stamp/stamped.txt" -in "$stamp/stamp.tsr" \\
    -CAfile "$stamp/authority.pem" -attime "$(date -d "$at" +%s)" 2>/dev/null


Digests alone do not prove that nobody rewrote the whole folder. A checkpoint that was kept elsewhere, or printed, does.
"""
