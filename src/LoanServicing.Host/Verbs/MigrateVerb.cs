using System.CommandLine;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;

namespace LoanServicing.Host.Verbs;

/// <summary><c>migrate</c>: brings every service's database up to date and stops; needs no broker and no address.</summary>
internal static class MigrateVerb
{
    public static Command Create()
    {
        var command = new Command("migrate", "Creates the databases or brings them up to date, and stops.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((arguments, _) => RunAsync([.. arguments.UnmatchedTokens]));
        return command;
    }

    private static async Task<int> RunAsync(string[] configuration)
    {
        var builder = HostBuilding.CreateBuilder(configuration);
        var options = PlatformOptions.Read(builder.Configuration, [.. HostBuilding.Services.Select(module => module.Name)]);
        foreach (var module in HostBuilding.Services.Where(module => options.Services.Contains(module.Name)))
        {
            var database = await Databases.OpenAsync(options.Database, module.Schema, NodaTime.SystemClock.Instance);
            using (database as IDisposable)
            {
                Console.WriteLine($"{module.Name}: {Databases.PlaceOf(options.Database, module.Name)} is up to date");
            }
        }

        return ExitCodes.Success;
    }
}
