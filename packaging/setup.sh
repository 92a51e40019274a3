# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What ./annotate and ./check share: the system libraries and the Python environment in .venv.
# Nothing is asked, nothing is done twice. Callers set `root` and `set -euo pipefail`.
# shellcheck disable=SC2034,SC2154  # the callers read and set them

# Each line: what must be there (a library's soname, or a file pattern), and Debian's package of it.
readonly qt_needs="
libGL.so.1             libgl1
libEGL.so.1            libegl1
libxkbcommon.so.0      libxkbcommon0
libglib-2.0.so.0       libglib2.0-0
libfontconfig.so.1     libfontconfig1
libdbus-1.so.3         libdbus-1-3
"
readonly screen_needs="
libxcb-cursor.so.0     libxcb-cursor0
libxkbcommon-x11.so.0  libxkbcommon-x11-0
libxcb-icccm.so.4      libxcb-icccm4
libxcb-keysyms.so.1    libxcb-keysyms1
libxcb-shape.so.0      libxcb-shape0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1    libwayland-egl1
"
readonly font_needs="
/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf  fonts-noto-core
/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf          fonts-noto-color-emoji
"
readonly database_needs="
/usr/lib/postgresql/*/bin/initdb  postgresql
"

say() { printf '%s\n' "$*" >&2; }
refuse() { say "$*"; exit 1; }

# missing_packages NEEDS: prints the packages of what is not there.
missing_packages() {
    local probe package libraries
    libraries="$(/sbin/ldconfig -p)"
    while read -r probe package; do
        case "$probe" in
            '') ;;
            /*) compgen -G "$probe" >/dev/null || printf '%s\n' "$package" ;;
            *) grep -q -F "$probe " <<<"$libraries" || printf '%s\n' "$package" ;;
        esac
    done <<<"$1"
}

# install_system_packages NEEDS: installs what is missing, or says what to install.
install_system_packages() {
    local missing=() as_root=()
    mapfile -t missing < <(missing_packages "$1")
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || refuse "The system lacks what these Debian packages hold;" \
        "please install it by this system's means: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || refuse "System packages are missing, and installing them needs" \
            "root. Please run this, then try again: sudo apt-get install -y ${missing[*]}"
        as_root=(sudo -n)
    fi
    say "Installing system packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq </dev/null >&2 || say "The package lists could not be renewed."
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 \
        "${missing[@]}" </dev/null >"$root/.setup.log" 2>&1 || {
        tail -n 20 "$root/.setup.log" >&2
        refuse "These system packages could not be installed: ${missing[*]}"
    }
    rm -f "$root/.setup.log"
}

# python_for_venv: prints the path of a Python that can be used; tested versions come first.
python_for_venv() {
    local wanted name path
    for wanted in '(3, 11) <= v < (3, 14)' '(3, 11) <= v'; do
        for name in python3 python3.13 python3.12 python3.11 python3.14 python3.15 python; do
            path="$(command -v "$name")" || continue
            "$path" -c "import sys; v = sys.version_info[:2]; sys.exit(not ($wanted))" 2>/dev/null \
                && { printf '%s\n' "$path"; return; }
        done
    done
    refuse "Python 3.11 or newer is needed, and there is none in PATH. On Debian 12 or newer:" \
        "sudo apt-get install -y python3 python3-venv python3-pip"
}

# make_venv
make_venv() {
    local python
    python="$(python_for_venv)"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || refuse "$python cannot make virtual" \
        "environments. On Debian: sudo apt-get install -y python3-venv python3-pip"
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear "$root/.venv"
    printf '%s\n' "$root" >"$root/.venv/place"
}

# venv_is_usable: whether .venv works, and was not copied or moved here from elsewhere.
venv_is_usable() {
    local place
    place="$(cat "$root/.venv/place" 2>/dev/null || printf '%s' "$root")"
    [ "$place" = "$root" ] && [ -x "$root/.venv/bin/pip" ] && "$root/.venv/bin/python" -c '' 2>/dev/null
}

# set_up_python LOCK: makes .venv hold exactly what packaging/LOCK.lock says, and the project.
# The stamps say what was installed; requirements-dev holds all that requirements does.
set_up_python() {
    local lock="$1" stamp
    exec 9<"$root"
    flock 9
    stamp="$(stamp_of "$lock")"
    venv_is_usable || make_venv
    if [ "$(cat "$root/.venv/$lock.stamp" 2>/dev/null)" != "$stamp" ]; then
        rm -f "$root/.venv/"*.stamp
        say "Installing Python packages into .venv; the first time this takes some minutes"
        "$root/.venv/bin/python" -m pip install -qq --disable-pip-version-check \
            --require-hashes --requirement "$root/packaging/$lock.lock" </dev/null \
            || refuse "The Python packages could not be installed; pip says why above."
        "$root/.venv/bin/python" -m pip install -qq --disable-pip-version-check \
            --no-deps --no-build-isolation --editable "$root" </dev/null \
            || refuse "The project itself could not be installed into .venv; pip says why above."
        printf '%s\n' "$stamp" >"$root/.venv/$lock.stamp"
        if [ "$lock" = requirements-dev ]; then
            stamp_of requirements >"$root/.venv/requirements.stamp"
        fi
    fi
    exec 9<&-
}

# stamp_of LOCK: prints what a finished installation depends on.
stamp_of() {
    cat "$root/packaging/$1.lock" "$root/pyproject.toml" | sha256sum | cut -d ' ' -f 1
}
