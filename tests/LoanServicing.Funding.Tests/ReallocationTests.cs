using System.Net;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

public class ReallocationTests
{
    private const long Health = 6_500_000_000_000;

    [StoreFact]
    public async Task Allocation_moves_once_a_second_person_has_checked_it()
    {
        await using var app = await FundingHttp.StartAsync();

        var request = await app.AskAsync("funding/reallocations", Body("health", "housing", 100));
        Assert.Equal(Health, (await app.PositionAsync()).Tranche("health").Rials("allocatedRials"));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Finance(1).SendAsync($"checks/{request}/approval", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{request}/approval", null)).Status);

        var position = await app.PositionAsync();
        Assert.Equal((Health - 100, 37_500_000_000_100), (position.Tranche("health").Rials("allocatedRials"), position.Tranche("housing").Rials("allocatedRials")));
        Assert.Equal(24_000_000_000_000, position.Rials("outsidePoolRials"));
    }

    [StoreFact]
    public async Task What_is_reserved_keeps_its_allocation()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 2_500, "A");
        await app.ContributeAsync("SINA", 5_900, "S");
        var all = await app.AskAsync("funding/reallocations", Body("health", "housing", Health));
        await app.DeliverAsync(Facts.Approved(Guid.CreateVersion7(), 840, "health"));

        var (late, problem) = await app.Finance(2).SendAsync($"checks/{all}/approval", null);
        var (early, _) = await app.Finance(1).SendAsync("funding/reallocations", Body("health", "housing", Health - 839));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (late, early));
        Assert.Equal("reallocation.more-than-available", problem.GetProperty("code").GetString());
        var rest = await app.AskAsync("funding/reallocations", Body("health", "housing", Health - 840));
        Assert.Equal(HttpStatusCode.OK, (await app.Finance(2).SendAsync($"checks/{rest}/approval", null)).Status);
        Assert.Equal(0, (await app.PositionAsync()).Tranche("health").Rials("availableRials"));
    }

    [StoreFact]
    public async Task Whoever_waits_is_served_from_what_the_tranche_gets()
    {
        await using var app = await FundingHttp.StartAsync();
        await app.ContributeAsync("ALAVI", 2_500, "A");
        await app.ContributeAsync("SINA", 5_900, "S");
        var empty = await app.AskAsync("funding/reallocations", Body("health", "housing", Health));
        await app.Finance(2).SendAsync($"checks/{empty}/approval", null);
        await app.DeliverAsync(Facts.Approved(Guid.CreateVersion7(), 840, "health"));
        await app.DeliverAsync(Facts.Approved(Guid.CreateVersion7(), 84, "health"));

        var back = await app.AskAsync("funding/reallocations", Body("employment", "health", 900));
        var (_, done) = await app.Finance(2).SendAsync($"checks/{back}/approval", null);

        Assert.Equal(1, done.GetProperty("served").GetInt32());
        Assert.Equal((840L, 60L), ((await app.PositionAsync()).Tranche("health").Rials("reservedRials"), (await app.PositionAsync()).Tranche("health").Rials("availableRials")));
    }

    [StoreTheory]
    [InlineData("health", "health", null, "to", "tranche.same")]
    [InlineData("wealth", "health", null, "from", "tranche.unknown")]
    [InlineData("health", "housing", "2026-11-23", "effectiveDate", "effective-date.after-business-date")]
    public async Task What_cannot_be_meant_is_refused_with_its_field(string from, string to, string? effectiveDate, string field, string code)
    {
        await using var app = await FundingHttp.StartAsync();

        var (status, body) = await app.Finance(1).SendAsync("funding/reallocations", Body(from, to, 1, effectiveDate));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var error = body.GetProperty("errors")[0];
        Assert.Equal((field, code), (error.GetProperty("field").GetString(), error.GetProperty("code").GetString()));
    }

    private static object Body(string from, string to, long amount, string? effectiveDate = null) => effectiveDate is null
        ? new { from, to, amountRials = amount, reason = "decision 7" }
        : new { from, to, amountRials = amount, reason = "decision 7", effectiveDate };
}
