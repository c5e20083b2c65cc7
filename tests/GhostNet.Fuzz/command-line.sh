#!/usr/bin/env bash
# Gives damaged files to the command line: tests/GhostNet.Fuzz/command-line.sh [COUNT] [SEED], after a build in Release.
# Each run must end with 0, 1 or 2, and if not with 0, then with one clear error: no signal, no stack trace, no "not expected".
set -u
cd "$(dirname "$0")/../.."
count=${1:-500} seed=${2:-1}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cli="dotnet $PWD/src/GhostNet.Cli/bin/Release/net10.0/GhostNet.Cli.dll"
dotnet tests/GhostNet.Fuzz/bin/Release/net10.0/GhostNet.Fuzz.dll make "$seed" "$count" "$work" || exit 1
cd "$work"
declare -A codes=()
wrong=0
for folder in [0-9]*; do
  file=$(echo "$folder"/*)
  case $((10#$folder % 3)):$file in
    0:*/checkpoint.safetensors | 0:*.ckpt) command="evaluate --dataset shapes --limit 16 --checkpoint $file" ;;
    1:*/checkpoint.safetensors | 1:*.ckpt) command="export $file --out $folder/out.onnx" ;;
    2:*/checkpoint.safetensors | 2:*.ckpt) command="predict good.png --checkpoint $file" ;;
    *.pth | *.safetensors) command="predict good.png --weights $file" ;;
    *.tar.gz) command="data verify cifar10 --data $file" ;;
    */images*) mv "$file" "$folder/train-images-idx3-ubyte${file#*/images}"
      command="evaluate --checkpoint good.safetensors --dataset fashion-mnist --data $folder" ;;
    *.bin) command="data verify cifar10 --data $folder" ;;
    *) command="predict $file --checkpoint good.safetensors" ;;
  esac
  timeout 120 $cli $command >out 2>err
  code=$?
  codes[$code]=$((${codes[$code]:-0} + 1))
  clear=1
  if [ "$code" -gt 2 ] || grep -qE 'not expected|^   at |Unhandled' out err; then clear=0; fi
  if [ "$code" != 0 ] && [ "$(grep -c '^error: ' err)" != 1 ] && ! grep -q verify <<<"$command"; then clear=0; fi
  if [ "$clear" = 0 ]; then
    wrong=$((wrong + 1))
    echo "WRONG $command: exit code $code"
    head -c 600 err
  fi
done
for code in "${!codes[@]}"; do echo "exit code $code: ${codes[$code]}"; done
echo "seed $seed, $count runs: $([ "$wrong" = 0 ] && echo 'all well' || echo "$wrong WRONG")"
[ "$wrong" = 0 ]
