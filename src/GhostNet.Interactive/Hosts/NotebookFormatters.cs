using System.Runtime.CompilerServices;
using System.Text.Json;
using GhostNet.Interactive.Views;
using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp;

namespace GhostNet.Interactive.Hosts;

/// <summary>
/// What the package's extension script calls in .NET Interactive: from then on, values show themselves. The only class that needs the
/// host's own assembly, <c>Microsoft.DotNet.Interactive.Formatting</c>.
/// </summary>
public static class NotebookFormatters
{
    private const string Html = "text/html";
    private const string Plain = "text/plain";
    private const string Json = "application/json";

    /// <summary>Registers the formatters. It never throws: what cannot be had is said in one line. Calling it again does no harm.</summary>
    public static void Register()
    {
        NativeStart.Load();
        try
        {
            RegisterFormatters();
        }
#pragma warning disable CA1031 // Whatever is wrong with this host's formatting, a notebook must go on without the pictures.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NativeStart.Say("values do not show themselves here, x.View().ToHtml() still works", e);
        }
    }

    /// <summary>A method of its own: where the assembly is missing, calling it fails, and <see cref="Register"/> does not.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterFormatters()
    {
        foreach (var type in Pictures.Types)
        {
            Formatter.Register(type, (value, writer) => writer.Write(Picture(value).ToHtml()), Html);
            Formatter.Register(type, (value, writer) => writer.Write(Picture(value).ToString()), Plain);
            Formatter.Register(type, (value, writer) => writer.Write(ToJson(value)), Json);
            Formatter.SetPreferredMimeTypesFor(type, Html, Plain);
        }
    }

    private static View Picture(object value) => Pictures.Of(value) ?? throw new InvalidOperationException($"{value} has no picture.");

    /// <summary>Without a form in JSON, a value cannot be shared between the languages of a notebook.</summary>
    private static string ToJson(object value) =>
        value is torch.Tensor tensor ? TensorJson.Of(tensor) : $"\"{JsonEncodedText.Encode(Picture(value).ToString()!)}\"";
}
