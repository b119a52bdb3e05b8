#!/bin/sh
# Starts a Sentinel; three of them agree on the primary.
set -eu
file=/data/sentinel.conf
if [ ! -s "$file" ]; then
    umask 077
    cat > "$file" <<EOF
dir /data
port 26379
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel monitor touchline redis-1 6379 2
sentinel auth-pass touchline $REDIS_PASSWORD
sentinel down-after-milliseconds touchline 2000
sentinel failover-timeout touchline 10000
EOF
fi
exec redis-sentinel "$file"
