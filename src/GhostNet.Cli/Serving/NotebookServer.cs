using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GhostNet.Cli.Serving;

/// <summary>
/// Serves the pages on the loopback addresses of this machine. A page of the web that is open in the same browser can neither read them
/// (its name for this machine is refused) nor have anything run (it does not know the token). Reading a page runs nothing.
/// </summary>
internal sealed class NotebookServer : IAsyncDisposable
{
    private const string Language = "language";
    private const string TokenField = "token";
    private const int LargestForm = 1 << 14;
    private const int UsualPort = 80;

    private static readonly string[] s_names = ["127.0.0.1", "[::1]", "localhost"];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(15);

    private readonly NotebookCollection _notebooks;
    private readonly RunQueue _queue;
    private readonly string _token = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly EventStream _events = new();
    private readonly ServedPages _pages;
    private readonly HashSet<string> _hosts;
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _end = new();

    private NotebookServer(NotebookService service, int port)
    {
        (_notebooks, _queue) = (service.Notebooks, service.Queue);
        _pages = new ServedPages(_notebooks, _token);

        // Browsers leave out the port that is the usual one.
        _hosts = new(
            s_names.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}:{port}")).Concat(port == UsualPort ? s_names : []),
            StringComparer.OrdinalIgnoreCase);
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestForm;
            options.Listen(IPAddress.Loopback, port);
            if (HasLoopback6(port))
            {
                options.Listen(IPAddress.IPv6Loopback, port);
            }
        });

        // The command decides when the program ends.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = s_patience);
        _application = builder.Build();
        _application.Run(AnswerAsync);
        _notebooks.Changed += SendState;
    }

    /// <summary>Where it is.</summary>
    public string Address { get; }

    /// <summary>Begins to serve.</summary>
    /// <param name="service">What to serve.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <exception cref="IOException">Another program uses the port, or it may not be used.</exception>
    public static async Task<NotebookServer> StartAsync(NotebookService service, int port)
    {
        NotebookServer? server = null;
        try
        {
            server = new NotebookServer(service, port == 0 ? FreePort() : port);
            await server._application.StartAsync().ConfigureAwait(false);
            return server;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            if (server is not null)
            {
                await server.DisposeAsync().ConfigureAwait(false);
            }

            throw new IOException(
                string.Create(CultureInfo.InvariantCulture, $"port {port} cannot be used; perhaps another program has it. Choose another with --port, or any that is free with --port 0."),
                exception);
        }
    }

    /// <summary>Ends every answer that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        _notebooks.Changed -= SendState;
        await _end.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Whether this machine has the address ::1. Where it has, another program's port there is an error like one at 127.0.0.1.</summary>
    private static bool HasLoopback6(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.IPv6Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            return false;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.XContentTypeOptions = "nosniff";

        // Without any referrer a browser would not say either which page a form is of.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-cache";
        if (!_hosts.Contains(request.Host.Value ?? ""))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "This server answers only to 127.0.0.1 and localhost.").ConfigureAwait(false);
            return;
        }

        try
        {
            await (request.Method switch
            {
                "GET" or "HEAD" => GetAsync(context, request.Path.Value ?? "/"),
                "POST" => PostAsync(context, request.Path.Value ?? "/"),
                _ => RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET and POST are answered."),
            }).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is (IOException or InvalidDataException or UnauthorizedAccessException) and not BadHttpRequestException && !response.HasStarted)
        {
            // A page was deleted, or another file was put in its place.
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, exception.Message).ConfigureAwait(false);
        }
    }

    private Task GetAsync(HttpContext context, string path)
    {
        switch (path)
        {
            case "/":
                var language = context.Request.Query[Language].ToString();
                Remember(context, language);
                return WriteAsync(
                    context, _pages.Index(language.Length > 0 ? language : context.Request.Cookies[Language], context.Request.Query["q"].ToString()), "text/html", ServedPages.OwnPolicy);
            case "/events":
                return SendEventsAsync(context);
            case "/assets/serve.css":
                return WriteAsync(context, Template.Read("serve.css"), "text/css", ServedPages.OwnPolicy);
            case "/assets/serve.js":
                return WriteAsync(context, Template.Read("serve.js"), "text/javascript", ServedPages.OwnPolicy);
            case var _ when Named(path, "/thumbnails/", ".svg") is { Shown.Thumbnail: { } thumbnail }:
                return WriteAsync(context, thumbnail, "image/svg+xml", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox");
            case var _ when Named(path, "/", ".html") is { } notebook:
                Remember(context, notebook.Shown.Language);
                var (page, policy) = _pages.Notebook(notebook);
                return WriteAsync(context, page, "text/html", policy);
            default:
                return RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such page here.");
        }
    }

    private async Task PostAsync(HttpContext context, string path)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != $"http://{context.Request.Host.Value}")
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Notebooks can only be run from this server's own pages.").ConfigureAwait(false);
            return;
        }

        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false) : FormCollection.Empty;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form[TokenField].ToString()), Encoding.UTF8.GetBytes(_token)))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "This page is from an earlier run of the server. Reload it.").ConfigureAwait(false);
            return;
        }

        if (Named(path, "/run/", "") is { } wanted)
        {
            _queue.Add(wanted.Id);
        }
        else if (Named(path, "/stop/", "") is { } unwanted)
        {
            _queue.Stop(unwanted.Id);
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such notebook here.").ConfigureAwait(false);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
    }

    private ServedNotebook? Named(string path, string start, string end) =>
        path.StartsWith(start, StringComparison.Ordinal) && path.EndsWith(end, StringComparison.Ordinal) && path.Length > start.Length + end.Length
            ? _notebooks.Find(path[start.Length..(path.Length - end.Length)])
            : null;

    private static void Remember(HttpContext context, string language)
    {
        if (language.Length > 0)
        {
            context.Response.Cookies.Append(Language, language, new CookieOptions { SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromDays(365), HttpOnly = true });
        }
    }

    private async Task SendEventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token);
        var events = _events.Add();
        try
        {
            // A page that was away learns what it has missed.
            await WriteAllAsync(_notebooks.All.Select(State)).ConfigureAwait(false);
            while (!end.IsCancellationRequested)
            {
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
                pause.CancelAfter(s_pause);
                try
                {
                    if (!await events.Reader.WaitToReadAsync(pause.Token).ConfigureAwait(false))
                    {
                        return;
                    }

                    var texts = new List<string>();
                    while (events.Reader.TryRead(out var text))
                    {
                        texts.Add(text);
                    }

                    await WriteAllAsync(texts).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!end.IsCancellationRequested)
                {
                    // So that a reader who went away is noticed.
                    await context.Response.WriteAsync(": still here\n\n", end.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went away, or the server ends.
            return;
        }
        finally
        {
            _events.Remove(events);
        }

        async Task WriteAllAsync(IEnumerable<string> texts)
        {
            await context.Response.WriteAsync(string.Concat(texts.Select(text => $"data: {text}\n\n")), end.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        }
    }

    private void SendState(string id) => _events.Send(_notebooks.Find(id) is { } notebook ? State(notebook) : new JsonObject { ["id"] = id, ["version"] = 0 }.ToJsonString());

    private static string State(ServedNotebook notebook) => new JsonObject
    {
        ["id"] = notebook.Id,
        ["version"] = notebook.Version,
        ["language"] = notebook.Shown.Language,
        ["state"] = notebook.State.ToString(),
        ["status"] = notebook.Status,
        ["detail"] = notebook.Detail.Split('\n', 2)[0],
        ["cell"] = notebook.Cell,
        ["count"] = notebook.CellCount,
    }.ToJsonString();

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, ServedPages.Message(status == StatusCodes.Status404NotFound ? "Not found" : "Refused", reason), "text/html", ServedPages.OwnPolicy);
    }

    private static Task WriteAsync(HttpContext context, string text, string type, string policy)
    {
        context.Response.ContentType = $"{type}; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = policy;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>Signals are the command's business.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
