using GhostNet.Models;
using TorchSharp;

// A server answers one request, which it asks itself.
var server = WebApplication.CreateBuilder(args).Build();
server.Urls.Add("http://127.0.0.1:0");
server.MapGet("/", () =>
{
    using var scope = torch.NewDisposeScope();
    using var noGradients = torch.no_grad();
    var image = torch.linspace(-1, 1, 3 * 32 * 32).reshape(1, 3, 32, 32);
    using var model = new GhostNetV1(GhostNetConfig.Cifar(0.1));
    foreach (var weight in model.parameters())
    {
        weight.copy_(torch.linspace(-0.2, 0.3, weight.numel()).reshape(weight.shape));
    }

    model.eval();
    var sum = model.forward(image).sum().item<float>();
    return Math.Abs(sum - 5793.8) < 0.4 ? "OK" : $"The sum is {sum}.";
});
await server.StartAsync();
using var client = new HttpClient();
Console.WriteLine(await client.GetStringAsync(server.Urls.First()));
await server.StopAsync();
