using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LoanServicing.EndToEnd.Harness;

namespace LoanServicing.EndToEnd;

/// <summary>What borrowers are told where no gateway is configured.</summary>
public sealed class NotificationTests
{
    [Fact]
    public async Task WithoutAGateway_EveryTextIsKeptAndCanBeRead_AndNothingFails()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        await using var host = HostProcess.Start(folder, ["serve"]);
        await host.ReadyAsync();
        using var officer = await host.ClientAsync("officer-1", "officer");

        var read = await AllAsync(officer);

        Assert.Equal(folder.Query("intake", "select lower(hex(notification_id)) || ' kept' from notification order by 1"),
            read.Select(one => $"{Guid.Parse((string)one["notificationId"]!):N} {one["status"]}").Order(StringComparer.Ordinal));
        Assert.Equal(ToldTexts.EveryStep, ToldTexts.Steps(read.Select(one => (string)one["event"]!)));
        Assert.All(read, one => Assert.Matches(ToldTexts.Persian(), (string)one["text"]!));
        await host.TerminateAsync();
        Assert.Empty(host.Errors);
    }

    private static async Task<IReadOnlyList<JsonNode>> AllAsync(HttpClient officer)
    {
        var read = new List<JsonNode>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await officer.GetFromJsonAsync<JsonNode>($"notifications?limit=500&cursor={cursor}"))!;
            read.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = (string?)page["nextCursor"];
        }

        return read;
    }
}
