using Microsoft.Playwright;

namespace GhostNet.Interactive.Tests.Browser;

/// <summary>A page in the browser that notes what it asks for and what it complains about.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    public OpenedPage(IPage page)
    {
        Page = page;
        page.Request += (_, request) => Note(request.Url.StartsWith("data:", StringComparison.Ordinal) ? null : request.Url, Requests);
        page.Console += (_, message) => Note(message.Type is "error" or "warning" ? message.Text : null, Complaints);
        page.PageError += (_, error) => Note(error, Complaints);
    }

    public IPage Page { get; }

    /// <summary>What was asked for, the page itself first.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors and warnings of the console.</summary>
    public List<string> Complaints { get; } = [];

    public ValueTask DisposeAsync() => new(Page.Context.CloseAsync());

    private static void Note(string? text, List<string> list)
    {
        if (text is not null)
        {
            lock (list)
            {
                list.Add(text);
            }
        }
    }
}
