using System.CommandLine;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging.RabbitMq;

namespace LoanServicing.Host.Verbs;

/// <summary><c>verify</c>: recomputes R1 to R11 from what is stored. Reads only; runs beside a serving process too.</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var command = new Command("verify", "Recomputes every rule from what is stored; exits 1 if one is broken.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((arguments, cancel) => RunAsync([.. arguments.UnmatchedTokens], cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] configuration, CancellationToken cancel)
    {
        var builder = HostBuilding.CreateBuilder(configuration);
        var options = PlatformOptions.Read(builder.Configuration, [.. HostBuilding.Services.Select(module => module.Name)]);
        var underWay = await UnderWayAsync(options.Broker, cancel); // before the look: what leaves the queues meanwhile may be missed by it
        var report = await ProgrammeVerification.RunAsync(options.Database, cancel);
        if (report.Print(Console.Out))
        {
            return ExitCodes.Success;
        }

        if (underWay is not null)
        {
            await Console.Out.WriteLineAsync(underWay);
        }

        return ExitCodes.Found;
    }

    /// <summary>What a broken rule may come from that no database shows, as a sentence; null when nothing of it can be.</summary>
    private static async Task<string?> UnderWayAsync(BrokerSettings? broker, CancellationToken cancel)
    {
        if (broker is null)
        {
            return null;
        }

        try
        {
            var count = await QueuedFacts.CountAsync(broker, HostBuilding.Services.Select(module => module.Name), cancel);
            return count == 0
                ? null
                : $"There were {count} facts in queues of RabbitMQ when the look began, and what is missing above may be among them: verify again once the services have taken them.";
        }
        catch (StartupException unknown)
        {
            return $"What is missing above may be in a queue of RabbitMQ, which could not be asked: {unknown.Message}";
        }
    }
}
