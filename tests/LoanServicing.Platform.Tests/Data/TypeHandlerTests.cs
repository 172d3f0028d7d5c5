using Dapper;
using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Platform.Tests.Data;

public sealed class TypeHandlerTests
{
    private static readonly Guid Id = new("0198c3a5-0001-7000-8000-0123456789ab");
    private static readonly Instant At = Instant.FromUnixTimeTicks(17_000_000_000_000_010);
    private static readonly LocalDate Date = new(2026, 12, 31);

    [Fact]
    public async Task Every_type_comes_back_from_a_row_as_it_went_in()
    {
        using var test = new TestDatabase();
        var row = new Row { Id = Id, Amount = new Rials(-9_007_199_254_740_993), At = At, Date = Date, MaybeDate = null, MaybeAmount = new Rials(1) };

        var read = await test.Database.WriteAsync(unit => unit.QuerySingleAsync<Row>(
            "select @Id as id, @Amount as amount, @At as at, @Date as date, @MaybeDate as maybe_date, @MaybeAmount as maybe_amount", row));

        Assert.Equal(row, read);
    }

    [Fact]
    public async Task A_value_alone_comes_back_as_it_went_in()
    {
        using var test = new TestDatabase();
        Assert.Equal(Id, await ScalarAsync(test, Id));
        Assert.Equal(At, await ScalarAsync(test, At));
        Assert.Equal(Date, await ScalarAsync(test, Date));
        Assert.Equal(new Rials(5), await ScalarAsync(test, new Rials(5)));
        Assert.Equal(Date, await ScalarAsync<LocalDate?>(test, Date));
    }

    [Fact]
    public async Task Nothing_alone_comes_back_as_nothing()
    {
        using var test = new TestDatabase();
        Assert.Null(await ScalarAsync<Guid?>(test, null));
        Assert.Null(await ScalarAsync<Instant?>(test, null));
        Assert.Null(await ScalarAsync<LocalDate?>(test, null));
        Assert.Null(await ScalarAsync<Rials?>(test, null));
    }

    [Fact]
    public async Task Values_lie_in_the_file_as_the_schema_says()
    {
        using var test = new TestDatabase();
        var stored = await test.Database.WriteAsync(unit => unit.QuerySingleAsync<string>(
            "select hex(@Id) || ' ' || typeof(@Amount) || ' ' || @At || ' ' || @Date",
            new { Id, Amount = new Rials(7), At, Date }));

        Assert.Equal($"0198C3A5000170008000 0123456789AB".Replace(" ", "", StringComparison.Ordinal) + " integer 1700000000000001 20261231", stored);
    }

    [Fact]
    public async Task Ids_are_found_in_a_list()
    {
        using var test = new TestDatabase();
        await test.Database.WriteAsync(unit => unit.ExecuteAsync("insert into note (id, text, amount, fact_sequence) values (@Id, 'x', 1, 0)", new { Id }));

        var found = await test.Database.ReadAsync(connection => connection.QuerySingleAsync<Guid>(
            "select id from note where id in @ids", new { ids = new[] { Id.ToByteArray(bigEndian: true) } }));

        Assert.Equal(Id, found);
    }

    private static Task<T> ScalarAsync<T>(TestDatabase test, T value) =>
        test.Database.WriteAsync(unit => unit.QuerySingleAsync<T>("select @value", new { value }));

    private sealed record Row
    {
        public Guid Id { get; init; }

        public Rials Amount { get; init; }

        public Instant At { get; init; }

        public LocalDate Date { get; init; }

        public LocalDate? MaybeDate { get; init; }

        public Rials? MaybeAmount { get; init; }
    }
}
