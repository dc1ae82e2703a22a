# What scenarios/run, gui/run and tests/run share: install what is missing, configure, build. Bash, to be sourced.
#
#   install_missing PACKAGE...   installs those that are not there; may it not, it names them and exits with 4
#   configure PRESET [TARGET]    runs cmake when build/PRESET does not fit this tree, or has no TARGET because a package
#                                was missing; costs nothing else
#   build PRESET [TARGET]        compiles what has changed
#
# Everything is written to build/ (packages apart), and to stderr.

readonly kRoot=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
readonly kBuildPackages=(cmake ninja-build g++ libboost-graph-dev nlohmann-json3-dev doctest-dev libfmt-dev
                         libexpected-dev libcli11-dev librandom123-dev)
readonly kGuiPackages=(qt6-base-dev qt6-charts-dev libqt6opengl6-dev fonts-nanum)
readonly kTestPackages=(python3 python3-jsonschema tshark xvfb xauth)
readonly kAllPackages=(clang-16 libclang-rt-16-dev clang-format)

install_missing() {
    if ! command -v dpkg-query >/dev/null; then
        echo "This is not Debian or Ubuntu: what they call ${*} has to be here already." >&2
        return
    fi
    local installed missing=() package
    installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" 2>/dev/null || true)"
    for package in "$@"; do
        [[ $installed == *" installed:$package "* ]] || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0

    local as_root=(env)
    if [[ $EUID != 0 ]]; then
        # sudo that would ask for a password is of use only where somebody can answer.
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
            as_root=(sudo env)
        else
            name_and_stop "${missing[@]}"
        fi
    fi
    echo "installing ${missing[*]}" >&2
    local log=$kRoot/build/install.log
    mkdir -p "$kRoot/build"
    as_root+=(DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -q -y -o DPkg::Lock::Timeout=300)
    if ! { "${as_root[@]}" update && "${as_root[@]}" install --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        name_and_stop "${missing[@]}"
    fi
}

name_and_stop() {
    echo "These packages are missing and could not be installed. As root:" >&2
    echo "    apt-get install --no-install-recommends $*" >&2
    exit 4
}

configure() {
    local folder=$kRoot/build/$1
    # A tree that was moved, or presets that changed, need a new cache; all else ninja notices by itself.
    if [[ $folder/build.ninja -nt $kRoot/CMakePresets.json ]] &&
        grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$kRoot" "$folder/CMakeCache.txt" &&
        { [[ -z ${2:-} ]] || grep -qs "^build $2:" "$folder/build.ninja"; }; then
        return
    fi
    (cd "$kRoot" && cmake --fresh --preset "$1" >&2)
}

build() {
    # Without the lines that ninja prints when there is nothing to do.
    cmake --build "$kRoot/build/$1" --target "${2:-all}" 2>&1 |
        sed -u -e '/Re-checking globbed directories/d' -e '/^ninja: no work to do/d' >&2
}
