using System.ComponentModel;
using System.Diagnostics;

namespace GhostNet.Cli.Serving;

/// <summary>The user's browser.</summary>
internal static class DesktopBrowser
{
    private static readonly string[] s_displays = ["DISPLAY", "WAYLAND_DISPLAY"];

    /// <summary>Opens an address in it. Without a desktop nothing happens: the address is on the terminal.</summary>
    /// <param name="address">The address.</param>
    public static void Open(string address)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                using var opened = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
            }
            else if (OperatingSystem.IsMacOS())
            {
                using var opened = Process.Start("/usr/bin/open", [address]);
            }
            else if (HasDesktop && Find("xdg-open") is { } program)
            {
                using var opened = Process.Start(new ProcessStartInfo(program, [address]) { RedirectStandardOutput = true, RedirectStandardError = true });
            }
        }
        catch (Win32Exception)
        {
            // No browser is set up.
            return;
        }
    }

    private static bool HasDesktop => s_displays.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <summary>By its full path: by a bare name .NET would first start a file of the current folder.</summary>
    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
