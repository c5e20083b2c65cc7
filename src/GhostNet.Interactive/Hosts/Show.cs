using System.Globalization;
using GhostNet.Interactive.Hosts;
using GhostNet.Interactive.Rendering;
using GhostNet.Interactive.Views;
using GhostNet.IO;

namespace GhostNet.Interactive;

/// <summary>Shows views in whatever host the program runs: as pictures in a notebook, else as text and a page for the browser.</summary>
public static class Show
{
    /// <summary>Pages of this process lie here: made when the first one is written, and for this user only.</summary>
    private static readonly Lazy<string> s_folder = new(
        static () => Directory.CreateTempSubdirectory("ghostnet-").FullName, LazyThreadSafetyMode.PublicationOnly);

    private static int s_pages;

    /// <summary>
    /// Shows a view: in the output of the cell in .NET Interactive and in Verso; elsewhere its text is printed, and the path of a page that holds
    /// the picture. If the page cannot be written, a line says so; nothing is thrown.
    /// </summary>
    /// <param name="view">What to show.</param>
    public static void View(View view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (DotNetInteractive.CurrentCell() is { } display)
        {
            display(view);
        }
        else if (Verso.CurrentCell() is { } cell)
        {
            cell.Display(view);
        }
        else
        {
            Console.WriteLine(view);
            Console.WriteLine(PageOf(view));
        }
    }

    /// <summary>Shows any value that has a view (see <see cref="ViewRegistry"/>); of any other value, the text is printed.</summary>
    /// <param name="value">A tensor, a model, a data set, a view …</param>
    public static void Value(object? value)
    {
        if (ViewRegistry.Of(value) is { } view)
        {
            View(view);
        }
        else
        {
            Console.WriteLine(value);
        }
    }

    /// <summary>Writes a page that holds views, one below the other. It needs no other file and no network.</summary>
    /// <param name="path">The file to create or replace; its folder is created if needed.</param>
    /// <param name="views">What to show.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static string Page(string path, params View[] views) => TitledPage(path, Path.GetFileNameWithoutExtension(path), views);

    /// <summary>Writes a page with a title that holds views, one below the other.</summary>
    /// <param name="path">The file to create or replace; its folder is created if needed.</param>
    /// <param name="title">What a browser shows for the page; any text.</param>
    /// <param name="views">What to show.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static string TitledPage(string path, string title, params View[] views)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(views);
        var html = Html.Page(title, views.Select(view => view.ToHtml()));
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(html);
        });
        return Path.GetFullPath(path);
    }

    /// <summary>The line about the page of a view.</summary>
    private static string PageOf(View view)
    {
        try
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref s_pages):00}.html");
            return "Picture: " + Page(Path.Combine(s_folder.Value, name), view);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "No picture: " + e.Message;
        }
    }
}
