#!/usr/bin/env bash
# Builds everything and runs every test; installs and starts what they need, and stops what it started.
#   tests/run.sh          everything that fits into twenty minutes on two cores
#   tests/run.sh --long   the whole simulation and many kills besides
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root" || exit 1
configuration=Release
work="$(mktemp -d "${TMPDIR:-/tmp}/loanservicing-tests.XXXXXX")"
broker_pid=""
epmd_port=""
end_to_end=""

export DOTNET_TieredPGO=0 # processes that live for seconds never win back the time that counting calls costs them
longest_test=15m # a test that takes longer hangs: it is named, and its project fails; all seeds of the simulation are one test
if [ "${1:-}" = "--long" ]; then
  export LOANSERVICING_TEST_LONG=1
  longest_test=150m
fi

stop() {
  if [ -n "$end_to_end" ]; then
    kill -TERM -- "-$end_to_end" 2>/dev/null
    wait "$end_to_end" 2>/dev/null
  fi
  if [ -n "$broker_pid" ] && kill -0 "$broker_pid" 2>/dev/null; then
    kill "$broker_pid" 2>/dev/null
    wait "$broker_pid" 2>/dev/null
  fi
  if [ -n "$epmd_port" ]; then
    epmd -port "$epmd_port" -kill >/dev/null 2>&1
  fi
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Debian's packages that the tests run, and the program of each by which it is known to be here.
packages="rabbitmq-server:/usr/lib/rabbitmq/bin/rabbitmq-server nginx:/usr/sbin/nginx amqp-tools:/usr/bin/amqp-publish hledger:/usr/bin/hledger"

install_packages() {
  local missing=""
  for package in $packages; do
    if [ ! -x "${package#*:}" ]; then
      missing="$missing ${package%%:*}"
    fi
  done
  if [ -z "$missing" ]; then
    return 0
  fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing from Debian."
    # Only the programs are wanted: the packages must not start services of their own.
    if ! { apt-get update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$work/apt.log" 2>&1; then
      tail -n 20 "$work/apt.log"
      echo "$missing could not be installed; what needs them is skipped."
    fi
    return 0
  fi
  echo "The tests need$missing; without them, what needs them is skipped."
}

free_port() {
  python3 - <<'PY' 2>/dev/null || echo $((20000 + RANDOM % 20000))
import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])
PY
}

# A private node: own name, ports and folders, so that a broker of this machine is not touched.
start_broker() {
  local port
  port="$(free_port)"
  epmd_port="$(free_port)"
  export HOME="${HOME:-$work}"
  env HOME="$work" \
    ERL_EPMD_PORT="$epmd_port" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_NODENAME="loanservicing$$@localhost" \
    RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT="$(free_port)" \
    RABBITMQ_CONFIG_FILE="$root/deploy/rabbitmq/rabbitmq.conf" \
    RABBITMQ_MNESIA_BASE="$work/broker" RABBITMQ_LOG_BASE="$work/broker-log" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$work/enabled_plugins" RABBITMQ_PID_FILE="$work/broker.pid" \
    /usr/lib/rabbitmq/bin/rabbitmq-server >"$work/broker.log" 2>&1 &
  broker_pid=$!
  for _ in $(seq 1 120); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      export LOANSERVICING_TEST_RABBITMQ="amqp://guest:guest@127.0.0.1:$port/"
      return 0
    fi
    if ! kill -0 "$broker_pid" 2>/dev/null; then
      break
    fi
    sleep 0.5
  done
  echo "RabbitMQ did not start:"
  tail -n 20 "$work/broker.log"
  return 1
}

if ! command -v dotnet >/dev/null; then
  echo "The tests need the .NET SDK named in global.json."
  exit 1
fi
install_packages
if [ -z "${LOANSERVICING_TEST_RABBITMQ:-}" ]; then
  if [ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ]; then
    echo "The tests need RabbitMQ: install rabbitmq-server, or name a broker in LOANSERVICING_TEST_RABBITMQ (amqp://user:password@host:5672/)."
    exit 1
  fi
  start_broker || exit 1
fi

if ! dotnet build LoanServicing.sln -c "$configuration" -v quiet -clp:ErrorsOnly; then
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

# Prints the project's line, or all it said if a test failed.
test_project() {
  local name
  name="$(basename "$1" .csproj)"
  if dotnet test "$1" -c "$configuration" --no-build --blame-hang-timeout "$longest_test" --blame-hang-dump-type none --logger "trx;LogFileName=$name.trx" --results-directory "$work/results" >"$work/$name.log" 2>&1; then
    grep -hE '^(Passed|Skipped|Failed)! ' "$work/$name.log"
  else
    echo "$name" >>"$work/failed"
    grep -vE '^\s*(Determining projects|All projects are)' "$work/$name.log"
  fi
}

# The processes that EndToEnd starts wait much of the time, so it runs beside the others, in a process group that can be stopped.
set -m
test_project tests/EndToEnd/EndToEnd.Tests.csproj >"$work/end-to-end.out" &
end_to_end=$!
set +m
for project in tests/*/*.Tests.csproj; do
  [ "$project" = tests/EndToEnd/EndToEnd.Tests.csproj ] || test_project "$project"
done
wait "$end_to_end"
end_to_end=""
cat "$work/end-to-end.out"
grep -sohE '[0-9]+ seeds, [0-9]+ steps, [0-9]+ failed, [0-9]+ seconds' "$work/results/Simulation.Tests.trx" | sort -u | sed 's/^/Simulation: /'

count() {
  cat "$work"/results/*.trx 2>/dev/null | grep -oE "<Counters [^>]*" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | awk '{ n += $1 } END { print n + 0 }'
}
total="$(count total)"
passed="$(count passed)"
executed="$(count executed)"
failed=$((executed - passed))
skipped=$((total - executed))
if [ -s "$work/failed" ] && [ "$failed" -eq 0 ]; then
  failed="$(wc -l <"$work/failed")" # a test process that broke off counts
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
