# venv NAME REQUIREMENT...: prints the folder of a virtual environment under .valet/ that has them, made once.
venv() {
    local dir=".valet/venv-$1"
    shift
    if [ "$(cat "$dir/made" 2>/dev/null)" != "$*" ]; then
        rm -rf "$dir"
        mkdir -p .valet
        python3 -m venv "$dir" >&2 && "$dir/bin/pip" install -q --disable-pip-version-check --retries 1 "$@" >&2 || return 1
        echo "$*" >"$dir/made"
    fi
    echo "$dir"
}
