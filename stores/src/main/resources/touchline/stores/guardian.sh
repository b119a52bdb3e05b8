# Ends the servers of a data directory once the process that started them is gone, however it ended.
# $1: the directory as the system knows it   $2: the same as command lines have it   $3: process id of the owner
# $4: 'delete' if the directory goes as well, or 'keep'
trap '' HUP INT TERM
while read -r _; do :; done # ends when the owner does: nobody else has the other end of this pipe

# The directory may belong to a new owner by now.
is_taken_over() {
    [ -s "$1/lock" ] && read -r owner < "$1/lock" && [ "$owner" != "$2" ]
}

is_server() {
    read -r name 2> /dev/null < "/proc/$1/comm"
    case $name in postgres | initdb | pg_ctl | redis-server*) return 0 ;; esac
    return 1
}

# Servers change into the directory. What starts them has it on its command line.
servers() {
    ls -l /proc/[0-9]*/cwd 2> /dev/null | sed -n 's|.* /proc/\([0-9]*\)/cwd -> |\1 |p' | while read -r process cwd; do
        case $cwd in "$1" | "$1"/*) is_server "$process" && echo "$process" ;; esac
    done
    grep -alF -e "$2/" /proc/[0-9]*/cmdline 2> /dev/null | while IFS=/ read -r _ _ process _; do
        is_server "$process" && echo "$process"
    done
}

signal=INT # Postgres takes it for a fast shutdown, Redis for an orderly one
rounds=0
quiet=0
while [ "$quiet" -lt 3 ]; do # one that is starting may show only now
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
