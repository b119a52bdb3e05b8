FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn --batch-mode --no-transfer-progress -DskipTests -pl api -am package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 touchline
WORKDIR /opt/touchline
# Libraries change seldom, the product often: two layers.
COPY --from=build /src/api/target/lib lib
COPY --from=build /src/api/target/touchline.jar touchline.jar
COPY --from=build /src/config.yml config.yml
USER touchline
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["java", "-cp", "touchline.jar", "touchline.api.HealthProbe"]
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-jar", "touchline.jar"]
CMD ["server", "config.yml"]
