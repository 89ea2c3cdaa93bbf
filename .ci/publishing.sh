# Sourced by the other scripts: what is published, and a local repository for one run.

local_repository="${LOCAL_REPOSITORY:-$HOME/.m2/repository}"

version="$(sed -n 's/.*<version>\(.*\)<\/version>.*/\1/p' pom.xml | head -n 1)"

# managed: the artefacts of the bill of materials, one a line.
managed() {
  sed -n '/<dependencyManagement>/,/<\/dependencyManagement>/s/.*<artifactId>\(.*\)<.*/\1/p' autoencoder-bom/pom.xml | sort
}

# require_managed REPOSITORY: what was deployed there is the parent, the bill of materials and what that one names.
require_managed() {
  local deployed
  deployed="$(cd "$1/org/autoencoder4j" && printf '%s\n' * | grep -v -x -e autoencoder4j -e autoencoder-bom | sort)"
  [ "$deployed" = "$(managed)" ] || fail "deployed:" $deployed "but in the bill of materials:" $(managed)
}

require_clean() {
  [ ! -e "$local_repository/org/autoencoder4j" ] ||
    fail "$local_repository/org/autoencoder4j exists $1; delete it: docs/START.md installed it or this script leaked"
}

# make_local_repository FOLDER: its other parts are the usual one's. Deploying and resolving both write metadata.
make_local_repository() {
  mkdir -p "$1/org" "$local_repository/org"
  for part in "$local_repository"/* "$local_repository"/org/*; do
    local link="$1${part#"$local_repository"}"
    [ -e "$link" ] || ln -s "$part" "$link"
  done
}
