using Microsoft.Playwright;

namespace GhostNet.Browser;

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

    /// <summary>Opens every fold of the page.</summary>
    public Task UnfoldAsync() => Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })");

    /// <summary>Names that more than one element has.</summary>
    public Task<string[]> TwiceAsync() => Page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('[id]')].map(element => element.id).filter((id, i, all) => all.indexOf(id) !== i)
        """);

    /// <summary>Pictures that show nothing.</summary>
    public Task<string[]> BrokenAsync() => Page.EvaluateAsync<string[]>("""
        () => [...document.images].filter(image => !image.complete || image.naturalWidth === 0).map(image => image.outerHTML.slice(0, 120))
        """);

    /// <summary>
    /// What reaches out of the window. What a reader can scroll inside a view on purpose (a table in a scroll box) may, the view as a
    /// whole and the output around it may not.
    /// </summary>
    public Task<string[]> TooWideAsync() => Page.EvaluateAsync<string[]>("""
        () => {
          const scrolls = element => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && !element.matches('.ghostnet, .output');
          const inside = element => { for (let up = element.parentElement; up; up = up.parentElement) { if (scrolls(up)) return true; } return false; };
          return [...document.body.querySelectorAll('*')]
            .filter(element => element.getBoundingClientRect().right > innerWidth + 1 && !inside(element))
            .map(element => `${element.tagName}.${element.getAttribute('class')} ${Math.round(element.getBoundingClientRect().right)}: ${element.textContent.slice(0, 60)}`);
        }
        """);

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
