using System.Runtime.InteropServices;

namespace GhostNet.Cli.Processes;

/// <summary>
/// Ctrl-C, Ctrl-\, a closed terminal, and a request to end as a service manager sends it: the first asks the program to stop, the
/// second ends it at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    /// <param name="onFirst">What to tell the user at the first signal.</param>
    public StopSignals(Action onFirst) => _registrations =
    [
        .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            if (_source.IsCancellationRequested)
            {
                return;
            }

            context.Cancel = true;
            onFirst();
            _source.Cancel();
        })),
    ];

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Stops listening: signals do again what they usually do.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }
}
