using System.CommandLine;
using LoanServicing.Platform.Hosting;

namespace LoanServicing.Host.Verbs;

/// <summary><c>serve</c>: runs the services until it is told to stop.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var command = new Command("serve", "Runs the services (the default).") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((arguments, cancel) => RunAsync([.. arguments.UnmatchedTokens], cancel));
        return command;
    }

    public static async Task<int> RunAsync(string[] configuration, CancellationToken cancel)
    {
        await using var app = await HostBuilding.BuildAsync(configuration);
        await Listening.StartAsync(app, cancel);
        Announce(app);
        await app.WaitForShutdownAsync(cancel);
        return ExitCodes.Success;
    }

    private static void Announce(WebApplication app)
    {
        var options = app.Services.GetRequiredService<PlatformOptions>();
        var address = app.Urls.First();
        Console.WriteLine($"LoanServicing listens on {address}");
        Console.WriteLine($"  data          {options.DataFolder}");
        if (options.Database.IsSqlServer)
        {
            Console.WriteLine($"  databases     {options.Database}");
        }

        Console.WriteLine($"  bank folder   {options.BankFolder} (payment orders in outbox, answers into inbox)");
        Console.WriteLine($"  documentation {address}/openapi/v1.json");
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        Console.WriteLine("Try next:");
        foreach (var line in TryNext.Lines(address, options, app.Configuration["Programme:File"]))
        {
            Console.WriteLine("  " + line);
        }
    }
}
