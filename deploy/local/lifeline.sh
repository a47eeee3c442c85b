# Runs one server for as long as its supervisor lives.
# usage: sh lifeline.sh SIGNAL COMMAND [ARGUMENT…]
# stdin is the lifeline: nothing is ever written to it, so it ends when the supervisor closes it or dies, however it dies.
# The server's process id goes to descriptor 3.
signal=$1
shift
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
server=$!
echo "$server" >&3
exec 3>&-
{
  read -r nothing <&4
  kill -s "$signal" "$server"
  tries=150
  while kill -0 "$server" && [ "$tries" -gt 0 ]; do
    sleep 0.1
    tries=$((tries - 1))
  done
  kill -s KILL "$server"
} >/dev/null 2>&1 &
exec 4<&-
wait "$server"
status=$?
# The rest of this process group is the watcher above and what the server left behind.
trap '' TERM
kill -s TERM 0
wait
exit "$status"
