using System.Net;
using System.Net.Http.Json;
using LoanServicing.Contracts;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Tests.Http;
using LoanServicing.Platform.Time;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace LoanServicing.Platform.Tests.Time;

public sealed class BusinessDateTests
{
    /// <summary>23:29:59 in Iran on 2026-07-27, a second before half past eleven at night.</summary>
    private static readonly Instant LateEvening = Instant.FromUtc(2026, 7, 27, 19, 59, 59);

    [Fact]
    public async Task A_new_date_is_everywhere_when_it_is_answered()
    {
        await using var app = await StartAsync(new());
        foreach (var day in new[] { 1, 15, 3, 28 })
        {
            using var answer = await SetAsync(app, $"2026-11-{day:00}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            foreach (var service in new[] { TestModules.Alpha, TestModules.Beta })
            {
                Assert.Equal([$"202611{day:00} 1"], await RowAsync(app, service));
            }
        }
    }

    [Fact]
    public async Task The_answer_has_both_calendars()
    {
        await using var app = await StartAsync(new());
        using var answer = await SetAsync(app, "2026-11-22");

        Assert.Equal("""{"date":"2026-11-22","datePersian":"1405-09-01"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_command_is_given_its_services_business_date()
    {
        await using var app = await StartAsync(new());
        await app.SetBusinessDateAsync(new LocalDate(2027, 3, 21));
        using var answer = await app.Client("officer-1", Roles.Officer).PostTextAsync("today", "");

        Assert.Equal("{\"date\":\"2027-03-21\"}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_date_does_not_go_before_what_is_posted()
    {
        await using var app = await StartAsync(new(), notBefore: new LocalDate(2026, 8, 10));
        using var bound = await SetAsync(app, "2026-08-10");
        using var before = await SetAsync(app, "2026-08-09");

        Assert.Equal(HttpStatusCode.OK, bound.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, before.StatusCode);
        Assert.Equal("business-date.before-last-posting", (await ProblemBody.OfAsync(before)).Code);
        Assert.Contains("\"notBefore\":\"2026-08-10\"", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["20260810 1"], await RowAsync(app, TestModules.Beta));
    }

    [Theory]
    [InlineData("\"2026-02-30\"")]
    [InlineData("\"tomorrow\"")]
    [InlineData("20260230")]
    [InlineData("null")]
    public async Task A_date_that_does_not_exist_is_refused(string date)
    {
        await using var app = await StartAsync(new());
        using var answer = await app.Anonymous().PostTextAsync("dev/clock", $$"""{"date":{{date}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_hand_the_date_follows_the_calendar_of_Iran()
    {
        using var folder = new TestFolder();
        var clock = new FakeClock(LateEvening);
        await using (var app = await StartAsync(new() { Folder = folder.Path }, clock))
        {
            await DateBecomesAsync(app, "20260727 0");
        }

        clock.Advance(Duration.FromMinutes(30)); // 20:29:59 UTC, a second before midnight in Iran
        await using (var app = await StartAsync(new() { Folder = folder.Path }, clock))
        {
            await DateBecomesAsync(app, "20260727 0");
        }

        clock.Advance(Duration.FromSeconds(1));
        await using (var app = await StartAsync(new() { Folder = folder.Path }, clock))
        {
            await DateBecomesAsync(app, "20260728 0");
        }
    }

    [Fact]
    public async Task Set_by_hand_it_stays_across_a_restart_and_days()
    {
        using var folder = new TestFolder();
        var clock = new FakeClock(LateEvening);
        await using (var app = await StartAsync(new() { Folder = folder.Path }, clock))
        {
            await app.SetBusinessDateAsync(new LocalDate(2026, 7, 1));
        }

        clock.Advance(Duration.FromDays(40));
        await using var again = await StartAsync(new() { Folder = folder.Path }, clock);
        using var today = await again.Client("officer-1", Roles.Officer).PostTextAsync("today", "");
        Assert.Equal("{\"date\":\"2026-07-01\"}", await today.Content.ReadAsStringAsync());
        await again.SetBusinessDateAsync(new LocalDate(2026, 7, 2)); // a later change than any the calendar could have made
        Assert.Equal(["20260702 1"], await RowAsync(again, TestModules.Beta));
    }

    [Fact]
    public async Task The_newest_change_wins_whatever_the_order_of_arrival()
    {
        await using var app = await StartAsync(new());
        var beta = app.Database(TestModules.Beta);
        foreach (var (sequence, day) in new[] { (1007, 7), (1005, 5), (1006, 6) })
        {
            await beta.WriteAsync(unit => BusinessDates.AdoptAsync(
                new BusinessDateChanged(
                    unit.Header(Streams.BusinessDate, BusinessDateKeys.Programme, sequence, new LocalDate(2026, 9, day)), new LocalDate(2026, 9, day), ByHand: true),
                TestModules.Beta,
                unit));
        }

        Assert.Equal(["20260907 1"], await RowAsync(app, TestModules.Beta));
    }

    private static Task<TestApplication> StartAsync(TestApplicationOptions options, FakeClock? clock = null, LocalDate? notBefore = null)
    {
        var alpha = TestModules.AlphaModule(
            api => api.MapCommand("/today", TestModules.Alpha, KeyPolicy.Optional, context => Task.FromResult(Answer.Ok(new ClockRequest(context.BusinessDate))))
                .Allow(Roles.Officer),
            notBefore);
        ServiceModule[] modules = [alpha, TestModules.BetaModule()];
        return TestApplication.StartAsync(
            modules, options with { ConfigureServices = services => services.AddSingleton<IClock>(clock ?? new FakeClock(LateEvening)) });
    }

    private static Task<HttpResponseMessage> SetAsync(TestApplication app, string date) => app.Anonymous().PostAsJsonAsync("dev/clock", new { date });

    private static Task<List<string>> RowAsync(TestApplication app, string service) =>
        app.Database(service).ListAsync<string>("select date || ' ' || by_hand from business_date");

    private static async Task DateBecomesAsync(TestApplication app, string row)
    {
        foreach (var service in new[] { TestModules.Alpha, TestModules.Beta })
        {
            await Eventually.TrueAsync(async () => (await RowAsync(app, service)).SequenceEqual([row]), $"{service} has {row}");
        }
    }
}
