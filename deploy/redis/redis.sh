#!/bin/sh
# Starts a Redis that keeps what it acknowledges. $1: its own name, which it announces   $2: the primary to follow at the first start
set -eu
file=/data/redis.conf # Sentinel rewrites it after a fail-over, so it is written once
if [ ! -s "$file" ]; then
    umask 077
    cat > "$file" <<EOF
dir /data
appendonly yes
appendfsync always
save ""
maxmemory-policy noeviction
min-replicas-to-write 1
min-replicas-max-lag 10
repl-timeout 15
repl-ping-replica-period 2
requirepass $REDIS_PASSWORD
masterauth $REDIS_PASSWORD
replica-announce-ip $1
EOF
    if [ $# -gt 1 ]; then echo "replicaof $2 6379" >> "$file"; fi
fi
exec redis-server "$file"
