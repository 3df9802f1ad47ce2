FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Gateway -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
RUN mkdir -p /var/lib/gateway && chown app /var/lib/gateway
USER app
VOLUME /var/lib/gateway
ENTRYPOINT ["./gateway"]
CMD ["run", "/etc/gateway/gateway.yaml"]
