# family.awk - addresses of one kind make a family: /goods/chair and /goods/table are /goods/*, and
# /shop.php?act=cart&id=5 is /shop.php?act=cart. What stands for * is learned from the addresses
# themselves, folder by folder: names that are one of many in a folder of their own kind.

BEGIN {
    most_paths = 50000
    few_names = 3
    few_at_top = 20
}

function remember_path(path) {
    if (path in path_known || path_count >= most_paths) return
    path_known[path] = 1
    path_at[++path_count] = path
}

# Counts the names in each folder, from the top down, so that a folder under * is that of all that
# the * stands for.
function learn_folders(    depth, i, n, part, name, folder, more) {
    more = 1
    for (depth = 2; depth <= 8 && more; depth++) {
        more = 0
        for (i = 1; i <= path_count; i++) {
            n = split(path_at[i], part, "/")
            if (depth > n) continue
            more = 1
            folder = folder_at[i]
            name = part[depth]
            if (depth == 2 && n > 2 || !is_open_name(name) || (folder, name) in name_known) continue
            name_known[folder, name] = 1
            names_in[folder]++
        }
        for (i = 1; i <= path_count; i++) {
            n = split(path_at[i], part, "/")
            if (depth > n) continue
            folder = folder_at[i]
            folder_at[i] = folder "/" name_in(folder, part[depth], depth == 2 && n > 2)
        }
    }
}

# Nothing about the name itself says whether it stays or is a *.
function is_open_name(name) {
    return name ~ /^[A-Za-z._~@!-]+$/ && length(name) <= 60 && !is_fixed_name(name)
}

# Scripts, networks, and words that say what the page is for.
function is_fixed_name(name) {
    if (name in fixed) return fixed[name]
    if (++fixed_count > most_paths) { delete fixed; fixed_count = 0 }
    return fixed[name] = name ~ /^[A-Za-z0-9._~-]+\.(php|aspx?|cgi|pl|jsp|json|xml)$/ ||
        name ~ /^[a-z_-]+$/ && (is_network("/" name) || role_by_words("/" name, 0) != "")
}

function is_network(text) { return text ~ ("^" networks "$") }

# A name as it stands in a family; only plain characters come into a pattern.
function name_in(folder, name, is_top,    few) {
    if (name == "" || is_fixed_name(name)) return name
    if (is_top && name ~ /^[A-Za-z]+[0-9]$/) return name
    few = folder == "" && name !~ /\.html?$/ ? few_at_top : few_names
    if (is_open_name(name) && (is_top || names_in[folder] <= few)) return name
    return "*" (match(name, /\.html?$/) ? substr(name, RSTART) : "")
}

function family_of_path(path,    part, n, i, out) {
    if (path in path_family) return path_family[path]
    n = split(path, part, "/")
    out = ""
    for (i = 2; i <= n && i <= 8; i++)
        out = out "/" name_in(out, part[i], i == 2 && n > 2)
    if (path in path_known) path_family[path] = out
    return out
}

function family_of(path, query,    part, n, i, out, key, value) {
    out = family_of_path(path)
    if (query == "") return out
    n = split(query, part, "&")
    for (i = 1; i <= n && i <= 30; i++) {
        key = part[i]
        sub(/=.*/, "", key)
        value = substr(part[i], length(key) + 2)
        if (tolower(key) ~ verb_keys && value ~ /^[A-Za-z][A-Za-z\/_.-]*$/ && length(value) <= 30)
            return out "?" key "=" value
    }
    return out
}
