using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace LoanServicing.EndToEnd.Harness;

/// <summary>How far a simulation must have come to be cut.</summary>
internal enum Stage
{
    /// <summary>Some applications are in.</summary>
    Submitting,

    /// <summary>Some loans are paid out.</summary>
    PayingOut,

    /// <summary>Some of the principal has come back.</summary>
    Collecting,
}

/// <summary>A moment in a simulation, seen from outside through its API.</summary>
/// <param name="Amount">Applications, loans, or percent of the lent principal.</param>
internal sealed record KillPoint(Stage Stage, int Amount)
{
    private const int ApiListLimit = 500;

    public static KillPoint Draw(Stage stage, SampleApplications applications, Random random) => new(stage, stage switch
    {
        Stage.Submitting => random.Next(1, applications.Count - applications.Refused),
        Stage.PayingOut => random.Next(1, applications.Loans),
        _ => random.Next(1, 60), // per cent; the last loans take longest, so that much is still ahead
    });

    /// <summary>Waits until the simulation has come this far, and kills it there.</summary>
    public async Task CutAsync(HostProcess process)
    {
        await process.ReadyAsync();
        using var client = await process.ClientAsync("onlooker", "auditor");
        await process.UntilAsync(() => IsReachedAsync(client), ToString());
        await process.KillAsync();
    }

    /// <summary>Waits until the simulation has come this far, as its API tells; a gateway may answer 502 while a process comes back.</summary>
    public Task ReachAsync(HostProcess simulation, HttpClient client) => simulation.UntilAsync(
        async () =>
        {
            try
            {
                return await IsReachedAsync(client);
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        ToString());

    public override string ToString() => Stage switch
    {
        Stage.Submitting => $"{Amount} applications are in",
        Stage.PayingOut => $"{Amount} loans are paid out",
        _ => $"{Amount} per cent are collected",
    };

    private async Task<bool> IsReachedAsync(HttpClient client)
    {
        switch (Stage)
        {
            case Stage.Submitting:
                return await CountAsync(client, "applications") >= Amount;
            case Stage.PayingOut:
                return await CountAsync(client, "loans") >= Amount;
            default:
                var position = await client.GetFromJsonAsync<JsonNode>("funding/position");
                var funders = position!["funders"]!.AsArray();
                var (drawn, collected) = (funders.Sum(funder => (long)funder!["drawnRials"]!), funders.Sum(funder => (long)funder!["collectedRials"]!));
                return drawn > 0 && collected >= drawn / 100 * Amount;
        }
    }

    private static async Task<int> CountAsync(HttpClient client, string list) =>
        (await client.GetFromJsonAsync<JsonNode>($"{list}?limit={ApiListLimit}"))!["items"]!.AsArray().Count;
}
