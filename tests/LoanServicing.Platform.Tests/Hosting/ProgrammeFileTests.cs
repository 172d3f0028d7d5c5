using System.Text.Json.Nodes;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Tests.Hosting;

/// <summary>What <c>Programme:File</c> says of reservations, receipts and losses, and what it may leave out.</summary>
public sealed class ProgrammeFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void The_agreement_keeps_a_reservation_for_ninety_days() =>
        Assert.Equal(90, Programmes.Load(new ConfigurationBuilder().Build()).ReservationDays);

    [Fact]
    public void A_file_that_does_not_speak_of_reservations_keeps_them_for_ever() =>
        Assert.Equal(0, Load(file => file.Remove("reservationDays")).ReservationDays);

    [Fact]
    public void A_file_may_say_how_long() => Assert.Equal(30, Load(file => file["reservationDays"] = 30).ReservationDays);

    [Fact]
    public void A_negative_number_of_days_stops_the_start()
    {
        var refusal = Assert.Throws<StartupException>(() => Load(file => file["reservationDays"] = -1));

        Assert.Contains("The reservationDays are -1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_speak_of_the_largest_receipt_lets_it_be_two_and_a_half_times_the_highest_ceiling() =>
        Assert.Equal(10_000_000_000, Load(file => file.Remove("receiptCeiling")).HighestReceipt.Value);

    [Fact]
    public void A_file_may_say_what_the_largest_receipt_is() =>
        Assert.Equal(4_000_000_000, Load(file => file["receiptCeiling"] = 4_000_000_000).HighestReceipt.Value);

    [Fact]
    public void A_field_that_is_not_known_stops_the_start()
    {
        foreach (var change in (Action<JsonObject>[])[file => file["lossOder"] = new JsonArray("SINA"), file => file["products"]![0]!["latePolcy"] = "CbiVajhEltezam"])
        {
            var refusal = Assert.Throws<StartupException>(() => Load(change));

            Assert.Matches("lossOder|latePolcy", refusal.Message);
        }
    }

    [Fact]
    public void A_file_that_does_not_speak_of_losses_lets_each_funder_bear_its_own() => Assert.Null(Load(file => file.Remove("lossOrder")).LossOrder);

    [Fact]
    public void A_file_may_say_who_bears_losses_first() =>
        Assert.Equal(["SINA", "ALAVI"], Load(file => file["lossOrder"] = new JsonArray("SINA", "ALAVI")).LossOrder);

    [Fact]
    public void Nobody_but_a_funder_bears_losses()
    {
        foreach (var funder in new[] { "SERVICER", null })
        {
            var refusal = Assert.Throws<StartupException>(() => Load(file => file["lossOrder"] = new JsonArray(funder)));

            Assert.Contains($"The lossOrder names {funder ?? "nobody"}", refusal.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => _folder.Dispose();

    private Programme Load(Action<JsonObject> change)
    {
        var file = JsonNode.Parse(FactJson.Write(Programmes.Load(new ConfigurationBuilder().Build())))!.AsObject();
        change(file);
        var path = _folder.File("programme.json");
        File.WriteAllText(path, file.ToJsonString());
        return Programmes.Load(new ConfigurationBuilder().AddInMemoryCollection([new("Programme:File", path)]).Build());
    }
}
