# Ends the servers of a data directory after the process that started them has ended.
# $1: real path of the directory   $2: its path on command lines   $3: process id of the owner
# $4: 'delete' to delete the directory afterwards, or 'keep'
trap '' HUP INT TERM
while read -r _; do :; done # ends with the owner, which holds the other end of this pipe

# The directory may have a new owner.
is_taken_over() {
    [ -s "$1/lock" ] && read -r owner < "$1/lock" && [ "$owner" != "$2" ]
}

is_server() {
    read -r name 2> /dev/null < "/proc/$1/comm"
    case $name in postgres | initdb | pg_ctl | redis-server*) return 0 ;; esac
    return 1
}

# The path has to begin an argument: that of another directory may end with it.
has_argument() {
    tr '\000' '\n' 2> /dev/null < "/proc/$1/cmdline" | {
        while IFS= read -r argument; do
            case $argument in "$2"*) return 0 ;; esac
        done
        return 1
    }
}

# Servers change into the directory. Their starters have it on the command line.
servers() {
    ls -l /proc/[0-9]*/cwd 2> /dev/null | sed -n 's|.* /proc/\([0-9]*\)/cwd -> |\1 |p' | while read -r process cwd; do
        case $cwd in "$1" | "$1"/*) is_server "$process" && echo "$process" ;; esac
    done
    grep -alF -e "$2/" /proc/[0-9]*/cmdline 2> /dev/null | while IFS=/ read -r _ _ process _; do
        is_server "$process" && has_argument "$process" "$2/" && echo "$process"
    done
}

signal=INT # a fast shutdown for Postgres, an orderly one for Redis
rounds=0
quiet=0
while [ "$quiet" -lt 3 ]; do # a starting server may appear late
    is_taken_over "$1" "$3" && exit
    found=$(servers "$1" "$2" | sort -u)
    if [ -z "$found" ]; then
        quiet=$((quiet + 1))
    else
        quiet=0
        # shellcheck disable=SC2086 # process ids, one a word
        kill -"$signal" $found 2> /dev/null
    fi
    rounds=$((rounds + 1))
    if [ "$rounds" -gt 50 ]; then signal=KILL; fi
    sleep 0.2
done
if [ "$4" = delete ]; then rm -rf -- "$1"; fi
