using GhostNet.Serving;
using GhostNet.WebSample;

// dotnet run --project src/GhostNet.WebSample -c Release -- --model runs/20261124-081500
var builder = WebApplication.CreateBuilder(args);
if (builder.Configuration["model"] is not { Length: > 0 } model)
{
    Console.Error.WriteLine("error: say which network: --model RUN, a checkpoint, exported weights or the name of published ones, such as ghostnet_cifar_050.");
    return 1;
}

builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, AnswerJson.Default));
builder.Services.AddGhostNet(model);
var app = builder.Build();
try
{
    // Loaded now: a wrong path should end the program at its start, not at the first request.
    Console.WriteLine(app.Services.GetRequiredService<Predictor>());
}
catch (Exception wrong)
{
    Console.Error.WriteLine($"error: {wrong.Message}");
    return 1;
}

app.UseDefaultFiles();
app.UseStaticFiles();
app.MapGet("/classes", (Predictor predictor) => predictor.ClassNames.ToArray());
app.MapPost("/predict", async (HttpRequest request, Predictor predictor, CancellationToken cancellationToken) =>
{
    try
    {
        using var picture = await Upload.PictureOf(request, cancellationToken);
        var prediction = await predictor.PredictAsync(picture, cancellationToken);
        return Results.Ok(Answer.Of(prediction, predictor.ClassNames));
    }
    catch (InvalidDataException notAPicture)
    {
        return Results.Problem(notAPicture.Message, statusCode: StatusCodes.Status400BadRequest);
    }
    catch (BadHttpRequestException refused)
    {
        // Such as a body that is longer than the server takes.
        return Results.Problem(refused.Message, statusCode: refused.StatusCode);
    }
});
app.Run();
return 0;
