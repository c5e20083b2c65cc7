using Microsoft.Extensions.DependencyInjection;

namespace GhostNet.Serving;

/// <summary>Gives the services of a program a <see cref="Predictor"/>.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers one <see cref="Predictor"/> for the whole program. It is loaded when it is first asked for, and disposed with the services.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="path">What <see cref="Predictor.Load"/> takes: the folder of a training, a checkpoint or exported weights.</param>
    /// <param name="options">How to predict; null for the defaults.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGhostNet(this IServiceCollection services, string path, PredictorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return services.AddSingleton(_ => Predictor.Load(path, options));
    }
}
