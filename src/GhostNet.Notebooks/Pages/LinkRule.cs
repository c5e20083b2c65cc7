namespace GhostNet.Notebooks.Pages;

/// <summary>Where a link of a notebook's text may lead: to the web, to an e-mail address, to another file, or within the page.</summary>
internal static class LinkRule
{
    private static readonly string[] s_schemes = ["http", "https", "mailto"];

    /// <summary>Whether a reader may be led there.</summary>
    /// <param name="address">The address, without HTML's escapes.</param>
    public static bool Allows(string address)
    {
        // A browser leaves out white space and control characters before it looks for the scheme.
        var seen = string.Concat(address.Where(letter => letter > ' ' && !char.IsControl(letter)));
        if (seen.Contains('\\', StringComparison.Ordinal) || seen.StartsWith("//", StringComparison.Ordinal))
        {
            return false;
        }

        var end = seen.AsSpan().IndexOfAny(":/?#");
        return end < 0 || seen[end] != ':' || s_schemes.Contains(seen[..end], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The address in the page: a link to another notebook of the folder leads to its page.</summary>
    /// <param name="address">An address that is allowed.</param>
    public static string InPage(string address)
    {
        var end = address.AsSpan().IndexOfAny(":?#");
        if (end >= 0 && address[end] != '#')
        {
            return address;
        }

        var (file, rest) = end < 0 ? (address, "") : (address[..end], address[end..]);
        return Path.GetExtension(file) is ".ipynb" or ".dib" ? Path.ChangeExtension(file, ".html") + rest : address;
    }
}
