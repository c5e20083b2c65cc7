using System.Net;
using System.Net.Sockets;

namespace GhostNet.Tests.Data;

/// <summary>A web server on this machine, at a port that nothing else has.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener = new();

    /// <summary>Starts to serve.</summary>
    /// <param name="answer">Answers one request and closes its response.</param>
    public LocalServer(Func<HttpListenerContext, Task> answer)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = Serve(answer);
    }

    /// <summary>The address that everything on the server begins with.</summary>
    public Uri Address { get; }

    public void Dispose() => _listener.Close();

    private async Task Serve(Func<HttpListenerContext, Task> answer)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => answer(context));
        }
    }
}
